"""Addresses of the time card pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
