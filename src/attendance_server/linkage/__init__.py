"""Who may call the WebAPI: access tokens, issued, renewed and revoked, and the consent through which another service
gets one (OAuth 2.0 authorization code with PKCE). The screen that asks for it is in `administration`.
"""
