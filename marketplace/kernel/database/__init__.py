"""PostgreSQL as Django knows it, but a page waits for a silent server only so long (`ENGINE` of the settings).

A server that was killed is noticed by the driver at once. One that is frozen (a stopped process, a disk that hangs)
keeps its sockets open: neither keepalives nor the server's own time-outs help, only whoever waits can give up. What
was half done is undone by the server, for it finds the connection closed when it goes on.
"""
