"""The site for an asynchronous web server."""

import os

from django.core.asgi import get_asgi_application

from marketplace.kernel.database import patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")
application = get_asgi_application()
patience.set_for_process(patience.PAGE)
