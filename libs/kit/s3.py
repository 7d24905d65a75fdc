"""Objects in a bucket of any server that speaks the S3 API."""

import asyncio
import functools
import io
import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlparse

import urllib3
from minio import Minio
from minio.deleteobjects import DeleteObject
from minio.error import MinioException, S3Error
from minio.sse import SseS3
from urllib3.exceptions import HTTPError

from kit.breaker import Breaker
from kit.config import FilesSettings
from kit.errors import NotFound, Unavailable
from kit.files import checked

log = logging.getLogger("kit.s3")
R = TypeVar("R")
TRIES = 3
FIRST_DELAY = 0.1  # seconds; doubles with each try, times a random part
THREADS = 8
MISSING = frozenset({"NoSuchKey", "NoSuchBucket", "NotFound"})


class S3Files:
    """The same verbs as `FolderFiles`. The client's calls block, so they run in threads."""

    def __init__(self, settings: FilesSettings) -> None:
        parsed = urlparse(settings.url)
        self._bucket = parsed.path.strip("/")
        if not self._bucket or "/" in self._bucket:
            raise ValueError("ANJU_FILES__URL names the server and one bucket: https://host/bucket")
        self._link_ttl = timedelta(seconds=settings.link_ttl)
        self._sse = SseS3() if settings.encryption else None
        self._region = settings.region
        self._breaker = Breaker("files")
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="s3")
        self._client = Minio(
            parsed.netloc,
            access_key=settings.access_key.get_secret_value(),
            secret_key=settings.secret_key.get_secret_value(),
            secure=parsed.scheme == "https",
            region=settings.region,  # given, no call is spent on asking for it
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(settings.timeout), maxsize=THREADS, retries=False
            ),
        )

    async def open(self) -> None:
        """Makes the bucket where it lacks. A server that does not answer keeps nobody from
        starting; one that refuses does: raises RuntimeError."""
        try:
            if not await self._call(lambda: self._client.bucket_exists(self._bucket)):
                await self._call(lambda: self._client.make_bucket(self._bucket, self._region))
        except Unavailable as error:
            if error.reason == "FILES_REFUSED":
                raise RuntimeError(
                    f"the file store refuses the bucket {self._bucket} "
                    f"({error.metadata['code']}): see ANJU_FILES__ACCESS_KEY"
                ) from None
            log.error("the file store does not answer; snapshots are lost meanwhile")

    async def put(self, key: str, content: bytes) -> None:
        """Raises Unavailable when the store cannot take it."""
        name = checked(key)
        await self._call(
            lambda: self._client.put_object(
                self._bucket, name, io.BytesIO(content), len(content), sse=self._sse
            )
        )

    async def get(self, key: str) -> bytes:
        return await self._call(functools.partial(self._get, checked(key)))

    def _get(self, name: str) -> bytes:
        response = self._client.get_object(self._bucket, name)
        try:
            content: bytes = response.read()
            return content
        finally:
            response.close()
            response.release_conn()

    async def delete(self, key: str) -> None:
        """Idempotent."""
        name = checked(key)
        await self._call(lambda: self._client.remove_object(self._bucket, name))

    async def purge(self, prefix: str, max_age: float) -> int:
        """Deletes objects under the prefix older than `max_age` seconds by the server's clock;
        returns how many. A store that is down is asked again the next time."""
        before = datetime.now(UTC) - timedelta(seconds=max_age)
        try:
            return await self._call(functools.partial(self._purge, f"{checked(prefix)}/", before))
        except Unavailable as error:
            log.error("old files are not deleted yet", extra={"reason": error.reason})
            return 0

    def _purge(self, prefix: str, before: datetime) -> int:
        old = [
            DeleteObject(str(each.object_name))
            for each in self._client.list_objects(self._bucket, prefix, recursive=True)
            if each.last_modified and each.last_modified < before
        ]
        kept = list(self._client.remove_objects(self._bucket, old))
        return len(old) - len(kept)

    async def link(self, key: str) -> str:
        """An address that gives the object to whoever has it, for `link_ttl` seconds."""
        name = checked(key)
        return self._client.presigned_get_object(self._bucket, name, self._link_ttl)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _call(self, work: Callable[[], R]) -> R:
        loop = asyncio.get_running_loop()
        for attempt in range(TRIES):
            self._breaker.check()
            try:
                result = await loop.run_in_executor(self._threads, work)
            except (MinioException, HTTPError, OSError) as error:
                self._judge(error)
            else:
                self._breaker.succeeded()
                return result
            await asyncio.sleep(FIRST_DELAY * 2**attempt * random.random())  # noqa: S311
        raise self._breaker.refusal()

    def _judge(self, error: Exception) -> None:
        """Returns for what may pass by itself; raises for an answer that stays the same."""
        if isinstance(error, S3Error) and (error.response.status or 0) < 500:
            self._breaker.succeeded()
            if error.code in MISSING:
                raise NotFound("FILE_NOT_FOUND", "no such file") from None
            log.error("the file store refuses", extra={"code": error.code})
            raise Unavailable(
                "FILES_REFUSED", "the file store refuses the call", code=error.code
            ) from None
        log.warning("the file store does not answer", extra={"kind": type(error).__name__})
        self._breaker.failed()
