"""Addresses under /console/."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from kaodoki.web.console import (
    exports,
    first_steps,
    integrity,
    linked_people,
    linking,
    look_alikes,
    mail,
    overtime,
    packs,
    system,
    terminals_offline,
    views,
    work_settings,
)

app_name = "console"
urlpatterns = [
    path("", views.today, name="today"),
    path("first-steps", first_steps.first_steps, name="first_steps"),
    path("first-steps/sites", first_steps.sites, name="first_sites"),
    path("first-steps/terminal", first_steps.terminal, name="first_terminal"),
    path("packs", packs.packs, name="packs"),
    path("login", views.Login.as_view(), name="login"),
    path("logout", LogoutView.as_view(next_page="console:login"), name="logout"),
    path("integrity", integrity.integrity, name="integrity"),
    path("integrity/<uuid:punch_id>/decide", integrity.decide, name="decide_integrity"),
    path("terminals", views.terminals, name="terminals"),
    path("terminals/offline", terminals_offline.offline_attempts, name="offline_attempts"),
    path("terminals/offline/<uuid:sealed_id>/decide", terminals_offline.decide_offline, name="decide_offline"),
    path("terminals/offline/<uuid:sealed_id>/picture", terminals_offline.offline_picture, name="offline_picture"),
    path("look-alikes", look_alikes.look_alikes, name="look_alikes"),
    path("terminals/<uuid:terminal_id>/revoke", views.revoke, name="revoke_terminal"),
    path("linked-people", linked_people.linked_people, name="linked_people"),
    path("linked-people/sync", linked_people.sync_now, name="sync_now"),
    path("linked-people/mismatches/<slug:mismatch_id>", linked_people.fix, name="fix_mismatch"),
    path("linked-people/sites/<path:site_code>", linked_people.site, name="bind_site"),
    path("linked-people/day-borders/<slug:difference_id>", linked_people.border, name="day_border"),
    path("overtime", overtime.overtime, name="overtime"),
    path("system", system.system, name="system"),
    path("system/work", work_settings.work, name="work"),
    path("exports", exports.exports, name="exports"),
    path("system/mail", mail.mail, name="mail"),
    path("system/mail/test", mail.test_mail, name="test_mail"),
    path("system/linking", linking.linking, name="linking"),
    path("system/linking/start", linking.start, name="start_linking"),
    path("system/linking/return", linking.come_back, name="linking_return"),
    path("system/linking/token", linking.with_token, name="link_with_token"),
    path("system/linking/decide", linking.decide, name="decide_linking"),
    path("system/linking/reissue", linking.reissue, name="reissue_token"),
    path("system/linking/unlink", linking.unlink, name="unlink"),
]
