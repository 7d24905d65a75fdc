"""Certificates for tests: an authority that lives as long as the test."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """`ca` is its certificate; `issue` writes `<name>.pem` and `<name>.key` into the folder."""

    def __init__(self, folder: Path, name: str = "test authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)
        self.ca = folder / f"{name}.pem".replace(" ", "-")
        made = self._build(self._name, self._key, x509.BasicConstraints(ca=True, path_length=0))
        self.ca.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def issue(self, name: str) -> tuple[Path, Path]:
        """For 127.0.0.1 and `localhost`, as server and as client; again for a renewed one."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._build(_name(name), key, x509.BasicConstraints(ca=False, path_length=None))
        certificate, private = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        return certificate, private

    def _build(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, kind: x509.BasicConstraints
    ) -> x509.Certificate:
        at = datetime.now(UTC)
        places = [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]
        public = self._key.public_key()
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(at - timedelta(minutes=5))
            .not_valid_after(at + timedelta(hours=1))
            .add_extension(kind, critical=True)
            .add_extension(x509.SubjectAlternativeName(places), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), False)
            .sign(self._key, hashes.SHA256())
        )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
