"""How often somebody may call: per method by decorator, for the whole site by configuration."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from .cache import cache
from .context import local
from .errors import RateLimitExceededError
from .messages import throw
from .proxy import request_ip
from .translate import _

F = TypeVar("F", bound=Callable[..., Any])


def rate_limit(
    key: str | None = None,
    limit: int | Callable[[], int] = 5,
    seconds: int = 86_400,
    methods: str | list[str] = "ALL",
    ip_based: bool = True,
) -> Callable[[F], F]:
    """Allow `limit` requests in `seconds` to the decorated function, counted per address.

    `key` names an argument that is counted too. Nothing is counted outside a request. Raises
    RateLimitExceededError.
    """

    def decorate(function: F) -> F:
        @wraps(function)
        def limited(*args: Any, **kwargs: Any) -> Any:
            if local.request is not None and _applies(methods, local.request.method):
                parts = [request_ip()] if ip_based else []
                if key:
                    parts.append(str(local.form_dict.get(key) or kwargs.get(key) or ""))
                allowed = limit() if callable(limit) else limit
                name = f"rl:{function.__module__}.{function.__qualname__}:{':'.join(parts)}"
                _count(name, allowed, seconds)
            return function(*args, **kwargs)

        return limited  # type: ignore[return-value] # same signature, by wraps

    return decorate


def _applies(methods: str | list[str], method: str) -> bool:
    wanted = [methods] if isinstance(methods, str) else methods
    return "ALL" in (name.upper() for name in wanted) or method in (m.upper() for m in wanted)


def _count(key: str, limit: int, seconds: int) -> None:
    now = int(time.time())
    used = cache.incrby(f"{key}:{now // seconds}", expires_in_sec=seconds)
    if used > limit:
        local.flags.retry_after = seconds - now % seconds
        throw(_("You did this too often. Please try again later."), RateLimitExceededError)


class RateLimiter:
    """The seconds of work all requests may take in a window, as the site's `rate_limit` says."""

    def __init__(self, limit: float, window: int) -> None:
        self.limit = int(limit * 1_000_000)
        self.window = window
        self.start = time.perf_counter()
        self.key = f"rate-limit-counter-{int(time.time() // window)}"
        self.used = cache.incrby(self.key, 0, expires_in_sec=window)

    @classmethod
    def begin(cls) -> None:
        """Have this request counted if the site is configured so; RateLimitExceededError."""
        wanted = local.conf.get("rate_limit")
        if not wanted:
            return
        limiter = local.rate_limiter = cls(float(wanted["limit"]), int(wanted["window"]))
        if limiter.used > limiter.limit:
            local.flags.retry_after = limiter.reset()
            raise RateLimitExceededError(_("Please wait a little before you try again."))

    def reset(self) -> int:
        """The seconds until the next window."""
        return self.window - int(time.time()) % self.window

    def headers(self) -> dict[str, str]:
        """What is left, told to the caller; the time of this request is counted here."""
        duration = int((time.perf_counter() - self.start) * 1_000_000)
        used = cache.incrby(self.key, duration, expires_in_sec=self.window)
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(self.limit - used, 0)),
            "X-RateLimit-Reset": str(self.reset()),
        }
