"""What every answer tells the browser: what may run, who may frame it, what may be kept."""

from flask import Flask, g, request
from werkzeug.wrappers import Response

# 'wasm-unsafe-eval' lets the gate's QR decoder (WebAssembly) run; it allows no script from text.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; media-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
_GATE_POLICY = _POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def init_app(app: Flask, *, secure: bool) -> None:
    """Add the headers to every answer of `app`; HSTS only where people come over TLS."""

    @app.after_request
    def _add(response: Response) -> Response:
        headers = response.headers
        # A worker is governed by the policy that its own file came with.
        gate = request.path.startswith(("/gate", "/static"))
        headers.setdefault("Content-Security-Policy", _GATE_POLICY if gate else _POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()")
        # A browser would keep a rehearsal at this name from every other server of the same machine, for a year.
        if secure and request.host.partition(":")[0] != "localhost":
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if g.get("private"):
            headers["Cache-Control"] = "no-store"
            headers["Referrer-Policy"] = "no-referrer"
        else:
            headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
            if response.mimetype == "text/html":
                headers.setdefault("Cache-Control", "no-cache")
        return response
