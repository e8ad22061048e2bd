from oscar.apps.partner.prices import *  # noqa: F403
