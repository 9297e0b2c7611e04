"""Addresses under /my-photo/."""

from django.urls import path

from kaodoki.web.my_photo import capture, documents, views

app_name = "my_photo"
urlpatterns = [
    path("", views.status, name="status"),
    path("i/<str:token>", views.invitation, name="invitation"),
    path("consent", views.consent, name="consent"),
    path("capture", capture.capture, name="capture"),
    path("examine", capture.examine, name="examine"),
    path("withdraw", views.withdraw_consent, name="withdraw"),
    path("notice.pdf", documents.notice_pdf, name="notice_pdf"),
    path("consent.pdf", documents.consent_pdf, name="consent_pdf"),
]
