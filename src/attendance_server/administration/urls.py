"""Addresses of the administration's pages."""

from django.urls import URLPattern, path

from attendance_server.administration import closing, divisions, employees, loading_page, token_pages

urlpatterns: list[URLPattern] = [
    path("employees/", employees.employees_page, name="employees"),
    path("divisions/", divisions.divisions_page, name="divisions"),
    path("closing/", closing.closing_page, name="closing"),
    path("loading/", loading_page.loading_page, name="loading"),
    path("loading/examples.zip", loading_page.examples, name="loading_examples"),
    path("tokens/", token_pages.tokens_page, name="tokens"),
    path("tokens/issue/", token_pages.issue_page, name="issue_token"),
]
