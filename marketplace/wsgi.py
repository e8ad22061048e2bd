"""The site for a web server: `gunicorn marketplace.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from marketplace.kernel.database import patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")
application = get_wsgi_application()
patience.set_for_process(patience.PAGE)
