"""Settings of the process: flags, then `ANJU_…` variables, then a TOML file, then defaults.

Each module has its own settings class, nested here under the module's name by
`services.modules.Settings`. The word `embedded` as a URL means "inside this process" and is
allowed for the target `all` alone.
"""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

EMBEDDED = "embedded"
ALL = "all"


class DatabaseSettings(BaseModel):
    url: str = Field(
        EMBEDDED,
        description="`embedded`, postgresql://user@host/database (one schema per service; the "
        "password may come as PGPASSWORD or PGPASSFILE, TLS as PGSSLMODE), or sqlite:///DIR",
    )
    busy_timeout: float = Field(
        10.0, gt=0, description="Seconds to wait for other writers, locks or a free connection"
    )
    pool_size: int = Field(
        5,
        ge=2,
        le=100,
        description="PostgreSQL: connections per service and process, beside "
        "two for bulk work and one for leadership",
    )
    connect_timeout: int = Field(5, ge=2, description="PostgreSQL: seconds")
    statement_timeout: float = Field(30.0, gt=0, description="PostgreSQL: seconds")
    idle_timeout: float = Field(
        10.0, gt=0, description="PostgreSQL: seconds a transaction may do nothing before it ends"
    )
    synchronous: str = Field(
        "FULL", pattern="^(NORMAL|FULL)$", description="SQLite: FULL survives a power cut"
    )


class BusSettings(BaseModel):
    url: str = Field(
        EMBEDDED, description="`embedded`, or nats://host:port, several separated by commas"
    )
    credentials: Path | None = Field(None, description="NATS credentials file (JWT and seed)")
    ca: Path | None = Field(None, description="PEM; turns TLS on and is trusted alone")
    certificate: Path | None = Field(None, description="PEM; shown to servers that ask for one")
    private_key: Path | None = Field(None, description="PEM, of that certificate")
    replicas: int = Field(1, ge=1, le=5, description="Servers of a cluster that hold each event")
    port: int = Field(
        4222, ge=0, le=65535, description="Embedded server's port; 0 picks a free one"
    )
    max_age: int = Field(7 * 86400, gt=0, description="Seconds that events stay in the stream")
    max_bytes: int = Field(2 * 2**30, gt=0, description="Bytes that the stream may use on disk")
    duplicate_window: int = Field(
        600, gt=0, description="Seconds in which a repeated event id is dropped by the stream"
    )
    max_deliver: int = Field(8, gt=0, description="Deliveries before an event is a dead letter")
    sync: str = Field(
        "1s", description="Embedded server's sync_interval to disk: `always` or a duration"
    )


class FilesSettings(BaseModel):
    url: str = Field(
        EMBEDDED, description="`embedded`, file:///DIR, or https://host:port/bucket (S3 API)"
    )
    access_key: SecretStr = Field(SecretStr(""), description="S3")
    secret_key: SecretStr = Field(SecretStr(""), description="S3")
    region: str = Field("us-east-1", description="S3")
    encryption: str = Field(
        "", pattern="^(AES256)?$", description="S3: `AES256` asks the server to encrypt at rest"
    )
    timeout: float = Field(5.0, gt=0, description="S3: seconds to connect, and between bytes")
    link_ttl: int = Field(300, ge=1, le=3600, description="S3: seconds that a link is valid")


class ServerSettings(BaseModel):
    host: str = Field("127.0.0.1", description="Address that both servers listen on")
    grpc_port: int = Field(9090, ge=0, le=65535, description="0 picks a free port")
    http_port: int = Field(8080, ge=0, le=65535, description="0 picks a free port")
    max_message: int = Field(34 * 2**20, gt=0, description="Largest gRPC message, bytes")
    max_body: int = Field(64 * 2**20, gt=0, description="Largest HTTP request body, bytes")
    max_calls: int = Field(1024, gt=0, description="gRPC calls at once; more are refused")
    drain: float = Field(0.0, ge=0, description="Seconds between not-ready and stop")
    grace: float = Field(10.0, ge=0, description="Seconds that calls under way may take to end")


class TlsSettings(BaseModel):
    """gRPC between services. Renewed files are taken up without a restart."""

    certificate: Path | None = Field(None, description="PEM chain of this process; serves TLS")
    private_key: Path | None = Field(None, description="PEM, of that certificate")
    ca: Path | None = Field(None, description="PEM; other services are called over TLS under it")
    mutual: bool = Field(False, description="Callers must show a certificate of `ca`, and do")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.certificate) != bool(self.private_key):
            raise ValueError("tls: certificate and private_key come together")
        if self.mutual and not (self.certificate and self.ca):
            raise ValueError("tls: mutual needs certificate, private_key and ca")
        return self


class OidcSettings(BaseModel):
    issuer: str = Field("", description="The provider's https URL; empty uses none")
    audience: str = Field("anju", description="`aud` that its tokens must carry")
    role_claim: str = Field("role", description="Claim with the role; dots step into objects")
    roles: dict[str, str] = Field(
        default_factory=dict, description="Claim value → role; empty takes the value as it is"
    )
    community_claim: str = Field(
        "communities", description="Claim with community ids; `*` is the whole district"
    )
    refresh: int = Field(3600, ge=10, description="Seconds between looks at its keys")


class AuthSettings(BaseModel):
    key: Path | None = Field(
        None, description="Ed25519 key in PEM, the same for all processes; unset: made in data_dir"
    )
    oidc: OidcSettings = OidcSettings()
    issuer: str = Field("anju", description="`iss` that tokens must carry")
    audience: str = Field("anju", description="`aud` that tokens must carry")
    device_token_ttl: int = Field(900, ge=60, le=86400, description="Seconds")
    admin_token_ttl: int = Field(30 * 86400, ge=60, description="Seconds; for the first token")


class TelemetrySettings(BaseModel):
    otlp_endpoint: str = Field("", description="OTLP/HTTP base URL; empty exports nothing")
    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least level that is logged"
    )


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


class KitSettings(BaseSettings):
    """Root of all settings; `services.modules.Settings` adds one field per module."""

    model_config = SettingsConfigDict(
        env_prefix="ANJU_", env_nested_delimiter="__", extra="forbid", toml_file="anju.toml"
    )

    target: Annotated[list[str], NoDecode, BeforeValidator(_split)] = Field(
        default=[ALL], description="Modules to run, comma separated"
    )
    data_dir: Path = Field(
        default_factory=lambda: Path.home() / ".anju", description="Where embedded parts keep data"
    )
    channels: dict[str, str] = Field(
        default_factory=dict, description="Service name → gRPC address, for services elsewhere"
    )
    database: DatabaseSettings = DatabaseSettings()
    bus: BusSettings = BusSettings()
    files: FilesSettings = FilesSettings()
    server: ServerSettings = ServerSettings()
    tls: TlsSettings = TlsSettings()
    auth: AuthSettings = AuthSettings()
    telemetry: TelemetrySettings = TelemetrySettings()

    @model_validator(mode="after")
    def _embedded_only_for_all(self) -> Self:
        if self.target == [ALL]:
            return self
        for name in ("database", "bus", "files"):
            if getattr(self, name).url == EMBEDDED:
                raise ValueError(
                    f"target {','.join(self.target)} cannot use the embedded {name}: "
                    f"set ANJU_{name.upper()}__URL, or run --target {ALL}"
                )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
