from oscar.apps.partner.exceptions import *  # noqa: F403
