"""What an attendance server knows of us before anybody links: our name, and where administrators come back to.

Apart from `authorization`, so that the supervisor, which has no Django, can register us.
"""

CLIENT_ID = "kaodoki"
RETURN_PATH = "/console/system/linking/return"
