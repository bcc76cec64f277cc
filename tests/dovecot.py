"""A real Dovecot for the tests: mailboxes of anybody, filled over LMTP; nothing of the system is touched."""

import grp
import os
import pwd
import shutil
import signal
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import trustme

from tests.databases import free_port

PASSWORD = "p@ss/mot:é?"
QUOTA_MB = 10
_DAEMON = "/usr/sbin/dovecot"
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
# Users are checked by their number: Debian's for Dovecot is under the usual limit.
first_valid_uid = 1
first_valid_gid = 1
ssl = yes
ssl_cert = <{folder}/certificate
ssl_key = <{folder}/key
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_plugins = quota
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%Lu allow_all_users=yes
}}
plugin {{
  quota = count:User quota
  quota_rule = *:storage={quota}M
  quota_vsizes = yes
}}
protocol imap {{
  mail_plugins = quota imap_quota
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """Ports on 127.0.0.1. Any address has a mailbox, with ``PASSWORD``; what follows a "+" leads to the same one."""

    imap: int
    imaps: int
    lmtp: int
    authority: trustme.CA
    folder: Path

    def url(self, address: str, scheme: str = "imap", password: str = PASSWORD, folder: str = "") -> str:
        """As IMAP_URL is written."""
        port = self.imaps if scheme == "imaps" else self.imap
        path = f"/{quote(folder, safe='')}" if folder else ""
        return f"{scheme}://{quote(address, safe='')}:{quote(password, safe='')}@127.0.0.1:{port}{path}"

    def deliver(self, sender: str, recipient: str, raw: bytes) -> None:
        """Put one mail into a mailbox, as a mail server does; an empty ``sender`` is that of a bounce."""
        with smtplib.LMTP("127.0.0.1", self.lmtp, timeout=10) as client:
            client.sendmail(sender, [recipient], raw)

    def log(self) -> str:
        """What the server said."""
        return (self.folder / "log").read_text()


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """Start a throw-away server, as root or as anybody; stops it whatever happens."""
    if not Path(_DAEMON).exists():
        raise RuntimeError(
            "Dovecot is missing: install Debian's dovecot-imapd and dovecot-lmtpd (make test names them)"
        )
    # Never as root: Dovecot gives no mail to it. Debian's package brings this user.
    user = pwd.getpwnam("dovenull") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    folder.chmod(0o755)
    server = Dovecot(free_port(), free_port(), free_port(), trustme.CA(), folder)
    _write_files(server, user)
    command = [_DAEMON, "-F", "-c", str(folder / "configuration")]
    switch = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    process = subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, start_new_session=True, **switch)
    try:
        _wait(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _write_files(server: Dovecot, user: pwd.struct_passwd) -> None:
    certificate = server.authority.issue_cert("127.0.0.1")
    (server.folder / "certificate").write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    (server.folder / "key").write_bytes(certificate.private_key_pem.bytes())
    ports = {"imap": server.imap, "imaps": server.imaps, "lmtp": server.lmtp}
    names = {"user": user.pw_name, "group": grp.getgrgid(user.pw_gid).gr_name}
    text = _CONFIGURATION.format(folder=server.folder, password=PASSWORD, quota=QUOTA_MB, **ports, **names)
    (server.folder / "configuration").write_text(text)
    if os.getuid() == 0:
        for path in (server.folder, *server.folder.iterdir()):
            shutil.chown(path, user.pw_uid, user.pw_gid)


def _wait(server: Dovecot, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        try:
            smtplib.LMTP("127.0.0.1", server.lmtp, timeout=5).quit()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"Dovecot did not start: {server.log() if (server.folder / 'log').exists() else ''}")
