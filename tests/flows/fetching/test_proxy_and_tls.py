"""The ways to a host: through a proxy, and over TLS with a certificate that is right or wrong."""

import contextlib
import socket
import socketserver
import ssl
import threading
from base64 import b64encode

import pytest
import trustme

from flows.fetching import exchange
from flows.fetching.fetch_failures import AddressRefused, HostUnreachable
from flows.fetching.private_settings import PrivateSettings

PUBLIC = "93.184.215.14"


@pytest.fixture
def proxy(site):
    """A proxy that leads to the site, whatever host is asked for; `asked` holds what it was told."""

    class Proxy(socketserver.ThreadingTCPServer):
        daemon_threads = True
        asked: list[str]

        def handle_error(self, request, client_address):
            pass  # a client that hung up

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.settimeout(5)
            with self.request.makefile("rb") as stream:
                lines = list(iter(stream.readline, b"\r\n"))
            self.server.asked.append(b"".join(lines).decode())
            if lines[0].startswith(b"CONNECT"):
                self.request.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", site.port), timeout=5) as onward:
                onward.sendall(
                    b"".join([lines[0].replace(b"http://careers.example", b""), *lines[1:], b"\r\n"])
                )
                while piece := onward.recv(65_536):
                    self.request.sendall(piece)

    with Proxy(("127.0.0.1", 0), Handler) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def through(proxy, user=""):
    return PrivateSettings(proxy=f"http://{user}127.0.0.1:{proxy.server_address[1]}")


def resolving_to(address):
    async def resolve(_host, _port):
        if address is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [address]

    return resolve


@pytest.mark.parametrize("address", [PUBLIC, None])
def test_a_public_host_is_asked_through_the_proxy(site, say, fetching, proxy, address):
    site.routes["/a"] = say(b"<p>by proxy")
    page = fetching(
        lambda fetcher: fetcher.fetch("http://careers.example/a"),
        private=through(proxy, "me:5ecr3t@"),
        resolve=resolving_to(address),
    )
    assert (page.url, page.body) == ("http://careers.example/a", b"<p>by proxy")
    password = b64encode(b"me:5ecr3t").decode()
    assert all(f"Proxy-Authorization: Basic {password}" in asked for asked in proxy.asked)
    assert "proxy-authorization" not in {name for name, _ in page.headers}


def test_a_host_allowed_by_name_is_asked_without_the_proxy(site, say, fetching, proxy):
    site.routes["/a"] = say(b"<p>")
    fetching(lambda fetcher: fetcher.fetch(f"{site.url}/a"), private=through(proxy))
    assert site.asked("/a")
    assert not proxy.asked


def test_a_private_address_is_refused_behind_a_proxy_too(fetching, proxy):
    with pytest.raises(AddressRefused, match="no public address"):
        fetching(
            lambda fetcher: fetcher.fetch("http://careers.example/a"),
            private=through(proxy),
            resolve=resolving_to("10.0.0.7"),
        )
    assert not proxy.asked


def test_a_proxy_that_refuses_is_named(fetching, proxy):
    with pytest.raises(HostUnreachable, match=r"the proxy of JOBPROFILES_PROXY .*403") as failure:
        fetching(
            lambda fetcher: fetcher.fetch("https://careers.example/a"),
            private=through(proxy, "me:5ecr3t@"),
            resolve=resolving_to(PUBLIC),
        )
    assert "5ecr3t" not in str(failure.value)


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def trusting(authority, monkeypatch):
    """Fetchers that trust the authority of these tests, and no other."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    monkeypatch.setattr(exchange, "_certificates", lambda: context)


@pytest.fixture
def tls_site(site, say):
    """Wrap the site in TLS: give a certificate, get the port."""
    site.routes["/a"] = say(b"<p>safe")
    with contextlib.ExitStack() as stack:

        def serve(certificate):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)

            class Handler(socketserver.BaseRequestHandler):
                def handle(self):
                    with (
                        contextlib.suppress(OSError),
                        context.wrap_socket(self.request, server_side=True) as inside,
                        socket.create_connection(("127.0.0.1", site.port), timeout=5) as onward,
                    ):
                        inside.settimeout(5)
                        onward.sendall(inside.recv(65_536))
                        while piece := onward.recv(65_536):
                            inside.sendall(piece)

            server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
            server.daemon_threads = True
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            return server.server_address[1]

        yield serve


def ask_over_tls(fetching, port):
    mapped = {"careers.example": f"127.0.0.1:{port}"}
    return fetching(lambda fetcher: fetcher.fetch("https://careers.example/a"), host_map=mapped)


@pytest.mark.usefixtures("trusting")
def test_a_host_with_its_own_certificate_is_trusted(fetching, tls_site, authority):
    page = ask_over_tls(fetching, tls_site(authority.issue_cert("careers.example")))
    assert page.body == b"<p>safe"


@pytest.mark.usefixtures("trusting")
def test_a_certificate_of_another_name_makes_a_host_unreachable(fetching, tls_site, site, authority):
    with pytest.raises(
        HostUnreachable, match="certificate cannot be trusted .*not valid for 'careers.example'"
    ):
        ask_over_tls(fetching, tls_site(authority.issue_cert("other.example")))
    assert not site.log


@pytest.mark.usefixtures("trusting")
def test_a_certificate_of_an_unknown_authority_makes_a_host_unreachable(fetching, tls_site, site):
    with pytest.raises(HostUnreachable, match="certificate cannot be trusted .*CERTIFICATE_VERIFY_FAILED"):
        ask_over_tls(fetching, tls_site(trustme.CA().issue_cert("careers.example")))
    assert not site.log
