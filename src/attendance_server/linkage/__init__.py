"""Who may call the WebAPI: access tokens, issued, renewed and revoked.

Only tokens live here so far. The consent screen through which another service gets its token is a later step.
"""
