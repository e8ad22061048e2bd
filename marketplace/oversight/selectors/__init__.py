"""Questions of auditors. They start from what the roles of the actor may see, never from `all()` in a view."""
