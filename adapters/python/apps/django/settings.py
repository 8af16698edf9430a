"""Production settings of a project that is an interface for programs: no database, no sessions, no templates."""

import secrets

DEBUG = False
SECRET_KEY = secrets.token_urlsafe()
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "urls"
MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "refusals.RefusalMiddleware"]
USE_I18N = False
