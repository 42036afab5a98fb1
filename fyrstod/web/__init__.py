"""Where the parts meet: home, base templates, middleware, the API and the command."""
