"""Signing in to the console with django-allauth: password, second factor, passkeys and single sign-on, in our words."""
