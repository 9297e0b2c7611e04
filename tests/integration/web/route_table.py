"""Which roles each address lets in; see `test_routes`.

Written from what a role is for, not from what the program does: a viewer (閲覧者) reads, a photo approver
(顔写真承認者) decides about faces, a site manager (拠点管理者) looks after the people of their sites, and only
all-rights administrators (全権管理者) change settings, terminals, links and other administrators.
"""

from collections.abc import Iterator

NOBODY = "nobody"
TERMINAL = "terminal"
Roles = frozenset[str]

ONLY_ALL_RIGHTS: Roles = frozenset({"all_rights"})
SITES: Roles = ONLY_ALL_RIGHTS | {"site_manager"}
FACES: Roles = ONLY_ALL_RIGHTS | {"photo_approver"}
PHOTOS: Roles = SITES | FACES
PUNCHES: Roles = SITES | {"viewer"}
EVERY_ROLE: Roles = PHOTOS | PUNCHES
ALL_SITES: Roles = EVERY_ROLE - {"site_manager"}
OPEN: Roles = EVERY_ROLE | {NOBODY, TERMINAL}
TERMINALS: Roles = frozenset({TERMINAL})
# My photo asks for an invitation's link, which no role is.
INVITED_ONLY: Roles = frozenset()

_API: dict[Roles, str] = {
    OPEN: """
        POST terminals/pair
    """,
    TERMINALS: """
        POST terminal/attempts
        POST terminal/attempts/<attempt_id>/cancel
        POST terminal/attempts/<attempt_id>/challenge
        POST terminal/attempts/<attempt_id>/kind
        POST terminal/attempts/<attempt_id>/pin
        POST terminal/card-attempts
        POST terminal/heartbeat
        GET terminal/me
        POST terminal/pin-attempts
        POST terminal/sealed-attempts
        POST terminal/self-test
    """,
    EVERY_ROLE: """
        GET attempts
        GET connection
        GET connection/people
        GET connection/people/free
        GET connection/sites
        GET employees
        GET employees/<employee_code>
        GET overtime
        GET photos
        GET punches
        GET settings
    """,
    PHOTOS: """
        POST employees/<employee_code>/photos
        POST photos/<photo_id>/approve
        POST photos/<photo_id>/reject
    """,
    FACES: """
        GET look-alikes
    """,
    SITES: """
        POST employees
        PATCH employees/<employee_code>
        POST employees/<employee_code>/card
        DELETE employees/<employee_code>/card
        PUT employees/<employee_code>/pin
        DELETE employees/<employee_code>/pin
    """,
    ONLY_ALL_RIGHTS: """
        PUT connection
        DELETE connection
        PUT connection/people/<employee_code>/link
        DELETE connection/people/<employee_code>/link
        POST connection/people/<mismatch_id>/fix
        DELETE connection/people/<mismatch_id>/ignored
        POST connection/reissue-token
        PUT connection/sites/<site_code>
        POST connection/sites/differences/<difference_id>/align
        POST connection/sites/differences/<difference_id>/seen
        POST connection/sync
        DELETE employees/<employee_code>
        POST punches/<punch_id>/resolve
        PATCH settings
        POST terminals
        DELETE terminals/<terminal_id>
    """,
}
_CONSOLE: dict[Roles, str] = {
    # Before anybody is known; those after a password look at the login under way, and lead back without one.
    OPEN: """
        GET login
        POST login
        GET login/code
        POST login/code
        GET login/inactive
        GET login/passkey
        POST login/passkey
        GET login/sso/oidc/<slug:provider_id>/login/
        POST login/sso/oidc/<slug:provider_id>/login/
        GET login/sso/oidc/<slug:provider_id>/login/callback/
        POST login/sso/oidc/<slug:provider_id>/login/callback/
        GET account/factors
        POST account/factors
        GET account/passkeys
        POST account/passkeys
        GET logout
        POST logout
    """,
    EVERY_ROLE: """
        GET
        GET account
        GET account/app
        POST account/app
        GET account/app/remove
        POST account/app/remove
        POST account/change
        GET account/confirm
        POST account/confirm
        GET account/confirm/code
        POST account/confirm/code
        GET account/confirm/passkey
        POST account/confirm/passkey
        GET account/passkeys/<int:pk>/remove
        POST account/passkeys/<int:pk>/remove
        GET account/passkeys/new
        POST account/passkeys/new
        GET account/password
        POST account/password
        GET account/recovery-codes
        POST account/recovery-codes
        GET account/recovery-codes/new
        POST account/recovery-codes/new
        POST account/sessions/<int:session_id>/end
        GET about
        GET data-protection/notice
        GET employees
        GET employees/<str:employee_code>
        GET employees/<str:employee_code>/days/<str:day>
        GET first-steps
        GET integrity
        GET log
        GET overtime
        GET packs
        GET presence
        GET punches
        GET punches/<uuid:punch_id>
        GET system
        GET system/kiosk
        GET system/limits
        GET system/linking
        GET system/mail
        GET system/recognition
        GET system/work
        GET terminals
        GET terminals/<uuid:terminal_id>
    """,
    PUNCHES: """
        GET statistics
    """,
    # It shows the people of all sites.
    ALL_SITES: """
        GET linked-people
    """,
    PHOTOS: """
        POST employees/<str:employee_code>/photo
        POST employees/<str:employee_code>/photos/<uuid:photo_id>/remove
        GET invitations
        POST invitations
        GET photos
        GET photos/<uuid:photo_id>/picture
        POST photos/approve-clean
        POST photos/submissions/<uuid:submission_id>
    """,
    FACES: """
        GET look-alikes
        GET photos/import
        POST photos/import
        GET photos/import/<uuid:job_id>
        GET photos/import/<uuid:job_id>/report.csv
        POST photos/import/<uuid:job_id>/stop
    """,
    SITES: """
        POST employees.csv
        GET new-employee
        POST new-employee
        POST employees/<str:employee_code>/card
        POST employees/<str:employee_code>/change
        POST employees/<str:employee_code>/pin
        GET employees/<str:employee_code>/withdraw
        POST employees/<str:employee_code>/withdraw
        GET exports
        POST exports
        POST integrity/<uuid:punch_id>/decide
        POST log.csv
        GET log/<uuid:attempt_id>/picture
        POST punches.csv
        POST system/mail/test
        GET terminals/offline
        POST terminals/offline/<uuid:sealed_id>/decide
        GET terminals/offline/<uuid:sealed_id>/picture
    """,
    ONLY_ALL_RIGHTS: """
        GET administrators
        POST administrators
        GET administrators/<uuid:administrator_id>
        POST administrators/<uuid:administrator_id>
        POST administrators/<uuid:administrator_id>/factors
        POST administrators/<uuid:administrator_id>/password
        GET audit
        POST audit.csv
        GET data-protection
        POST data-protection
        POST data-protection/notice
        GET employees/<str:employee_code>/erase
        POST employees/<str:employee_code>/erase
        GET first-steps/people
        POST first-steps/people
        GET first-steps/people/example.csv
        GET first-steps/sites
        POST first-steps/sites
        GET first-steps/terminal
        POST first-steps/terminal
        POST linked-people/day-borders/<slug:difference_id>
        POST linked-people/mismatches/<slug:mismatch_id>
        POST linked-people/sites/<path:site_code>
        POST linked-people/sync
        POST system/kiosk
        POST system/limits
        POST system/linking/decide
        POST system/linking/reissue
        GET system/linking/return
        POST system/linking/start
        POST system/linking/token
        POST system/linking/unlink
        POST system/mail
        POST system/recognition
        POST system/work
        POST terminals
        POST terminals/sealing-key
        POST terminals/<uuid:terminal_id>
        POST terminals/<uuid:terminal_id>/pair-again
        POST terminals/<uuid:terminal_id>/revoke
        GET tokens
        POST tokens
        POST tokens/<uuid:token_id>/revoke
    """,
}
_OTHERS: dict[Roles, str] = {
    OPEN: """
        GET
        POST
        GET first-run/
        POST first-run/
        GET health
        POST health
        GET kiosk/
        GET kiosk/enrol-yourself
        POST kiosk/enrol-yourself
        GET kiosk/install-ca
        GET kiosk/kaodoki-ca.crt
        GET kiosk/kaodoki-ca.mobileconfig
        GET kiosk/manifest.webmanifest
        POST kiosk/pair
        GET kiosk/self-test
        GET kiosk/self-test/time
        GET kiosk/service-worker.js
    """,
    INVITED_ONLY: """
        GET my-photo/
        GET my-photo/capture
        POST my-photo/capture
        GET my-photo/consent
        POST my-photo/consent
        GET my-photo/consent.pdf
        POST my-photo/examine
        GET my-photo/i/<str:token>
        POST my-photo/i/<str:token>
        GET my-photo/notice.pdf
        GET my-photo/withdraw
        POST my-photo/withdraw
    """,
}
# Pages of allauth that are not for our administrators: each says that it is not there.
_SHUT = (
    "account_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_set_password",
    "account_signup",
    "mfa_download_recovery_codes",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
)
# The framework's own: the description of the API and its root, whatever the method.
_DESCRIPTION = ("api/v1/", "api/v1/openapi.json")


def _routes() -> Iterator[tuple[str, Roles]]:
    for start, table in (("api/v1/", _API), ("console/", _CONSOLE), ("", _OTHERS)):
        for roles, lines in table.items():
            for method, _, address in (line.strip().partition(" ") for line in lines.strip().splitlines()):
                yield f"{method} {start}{address}", roles
    for method in ("GET", "POST"):
        yield from ((f"{method} console/shut/{name}", OPEN) for name in _SHUT)
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        yield from ((f"{method} {address}", OPEN) for address in _DESCRIPTION)


ROWS = dict(_routes())
# What a route must be sent so that it gets as far as asking for the role.
BODIES: dict[str, object] = {
    "PUT api/v1/connection": {"connector": "kaodoki", "base_url": "http://127.0.0.1:1", "access_token": "x"},
    "PUT api/v1/connection/people/<employee_code>/link": {"employee_key": "1"},
    "POST api/v1/connection/people/<mismatch_id>/fix": {"fix": "ignore"},
    "PUT api/v1/connection/sites/<site_code>": {"division_code": None},
    "POST api/v1/employees": {"employee_code": "new-1", "family_name": "佐藤", "given_name": "美咲"},
    "POST api/v1/employees/<employee_code>/photos": (
        b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\nno picture\r\n--x--\r\n"
    ),
    "POST api/v1/photos/<photo_id>/reject": {"reason": "light"},
    "POST api/v1/punches/<punch_id>/resolve": {"action": "discard", "note": "walk"},
    "POST api/v1/terminals": {"name": "walk"},
}
