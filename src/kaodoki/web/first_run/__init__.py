"""Before anybody is there: the page for the first administrator, and the certificate that tablets install.

Nothing here asks who one is. The set-up needs the code that only the server's screen shows; the certificate is public.
"""
