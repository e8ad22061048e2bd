"""Oscar's own migrations of its customer app, but for one: the file beside this takes the place of Oscar's 0008."""

import oscar.apps.customer.migrations as oscars

__path__ += oscars.__path__
