from samaan.access import context

# A view that says so opens its own transactions, as somebody the session knows nothing of.
OUTSIDE_CONTEXT = "outside_context"


class ContextMiddleware:
    """Runs each view, and the rendering of its page, in one transaction that acts as the person asking."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, args, kwargs):
        if getattr(view_func, OUTSIDE_CONTEXT, False):
            return None
        asking = context.of_user(request.user) if request.user.is_authenticated else context.of_public()
        with context.acting(asking):
            response = view_func(request, *args, **kwargs)
            if hasattr(response, "render") and not response.is_rendered:
                response = response.render()
        return response
