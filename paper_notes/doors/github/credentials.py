"""Where GitHub's token comes from: the environment, then `gh`. It is never written anywhere."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from urllib.parse import urlsplit

GH_SECONDS = 5


def find_token(environ: Mapping[str, str], api: str) -> str | None:
    """Return the token for the GitHub at `api`, or None: public repositories can be read without."""
    for name in ("GH_TOKEN", "GITHUB_TOKEN"):
        if environ.get(name, "").strip():
            return environ[name].strip()
    return _from_gh(environ, api)


def _from_gh(environ: Mapping[str, str], api: str) -> str | None:
    gh = shutil.which("gh", path=environ.get("PATH", os.defpath))
    # One that was found from where we are, where Windows looks first, may be somebody else's program.
    if gh is None or not os.path.isabs(gh):
        return None
    host = (urlsplit(api).hostname or "").removeprefix("api.")
    try:
        answer = subprocess.run(
            [gh, "auth", "token", "--hostname", host],
            capture_output=True,
            check=False,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=GH_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None  # a gh that does not work, or hangs: then there is no token
    return answer.stdout.strip() or None if answer.returncode == 0 else None
