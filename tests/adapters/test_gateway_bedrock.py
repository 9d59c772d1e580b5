"""Amazon Bedrock: requests that are signed, a binary stream, and a host that never says which version answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.gateway.client import GatewayClient
from friend.adapters.gateway.route import way_to
from friend.adapters.gateway.wire.converse import ConverseReader
from friend.asking.friend import Friend
from friend.asking.request import Message, Request
from friend.ports import Delta, Reasoning, Unsendable
from friend.record.evidence import weigh
from tests.adapters.gateway_helpers import QUESTION, ask, friend_at, hear, versions
from tests.conftest import CANARY, ENVIRONMENT
from tests.fakes.bedrock import BedrockServer, framed

ACCESS = {"AWS_ACCESS_KEY_ID": "AKIACANARY0000000000", "AWS_SECRET_ACCESS_KEY": "se/cret+canary"}


@pytest.fixture(scope="module")
def _server() -> Iterator[BedrockServer]:
    made = BedrockServer()
    yield made
    made.close()


@pytest.fixture
def bedrock(_server: BedrockServer) -> BedrockServer:
    """Give the fake Bedrock as it is when nothing was asked of it."""
    _server.reset()
    return _server


async def test_it_answers_and_names_no_version(gateway: GatewayClient, bedrock: BedrockServer) -> None:
    """A Bedrock key is sent as it is; the answer comes whole, and who gave it is "none reported" (fault 32)."""
    bedrock.will(text="It is clear. 🎉", cached=400, headers={"x-amzn-RequestId": "0-1"})
    text, ended = await ask(gateway, friend_at(bedrock))
    assert (text, ended.status, ended.finish, ended.served) == ("It is clear. 🎉", "complete", "stop", ())
    assert weigh(friend_at(bedrock).model, ended.served) == "none reported"
    assert ended.request_id == "0-1"
    assert (ended.usage.input_tokens, ended.usage.cached_tokens, ended.usage.output_tokens) == (512, 400, 90)
    assert bedrock.asked.path == bedrock.path
    assert bedrock.asked.headers["authorization"] == f"Bearer {CANARY}"
    assert bedrock.asked.body["messages"][-1]["content"][0]["text"] == QUESTION.messages[-1].content


async def test_its_reasoning_is_told_apart(gateway: GatewayClient, bedrock: BedrockServer) -> None:
    """What it thinks is no part of the answer, and no version is told while it streams."""
    bedrock.will(reasoning="Hm. Let me see.")
    events = await hear(gateway.send(friend_at(bedrock), QUESTION))
    assert versions(events) == []
    assert "".join(event.text for event in events if isinstance(event, Reasoning)) == "Hm. Let me see."
    assert "".join(event.text for event in events if isinstance(event, Delta)) == "It is clear."


@pytest.mark.parametrize("session", [None, "FwoGZXIvYXdz/canary=="])
async def test_an_access_key_signs_the_request(bedrock: BedrockServer, session: str | None) -> None:
    """Amazon's usual variables count where no key is named: the request is signed, and the secret does not leave."""
    more = {"AWS_SESSION_TOKEN": session} if session else {}
    client = GatewayClient(environ={**ENVIRONMENT, **ACCESS, **more})
    try:
        _, ended = await ask(client, friend_at(bedrock, key=None))
    finally:
        await client.close()
    assert ended.status == "complete"
    signed = bedrock.asked.headers["authorization"]
    assert signed.startswith("AWS4-HMAC-SHA256 Credential=AKIACANARY0000000000/")
    assert "/eu-west-1/bedrock/aws4_request" in signed
    assert bedrock.asked.headers.get("x-amz-security-token") == session
    assert ACCESS["AWS_SECRET_ACCESS_KEY"] not in str(bedrock.asked.headers)


@pytest.mark.parametrize("model", ["anthropic.claude-sonnet-4-20250514-v1:0", "house.model"])
async def test_the_draft_is_marked_for_the_cache_of_a_model_that_has_one(
    gateway: GatewayClient, bedrock: BedrockServer, model: str
) -> None:
    """The words stay as they are, in two parts with the mark between; Bedrock would refuse it for other models."""
    text = "This is the text.\n\n=====\nDear neighbours,\n=====\n\nIs it clear?"
    await ask(gateway, friend_at(bedrock, model=f"bedrock/eu-west-1/{model}"), Request((Message("user", text),)))
    parts = bedrock.asked.body["messages"][0]["content"]
    assert "".join(part.get("text", "") for part in parts) == text
    assert any("cachePoint" in part for part in parts) is model.startswith("anthropic")


def test_a_region_is_said_in_the_model_or_in_the_address() -> None:
    """Without one nothing is sent; the host is the region's own."""
    way = way_to(Friend("b", "bedrock/converse/eu-west-1/anthropic.claude-v1:0"))
    assert (way.model, way.region) == ("anthropic.claude-v1:0", "eu-west-1")
    assert (way.host, way.provider) == ("bedrock-runtime.eu-west-1.amazonaws.com", "Amazon Bedrock")
    base = "https://bedrock-runtime.us-gov-west-1.amazonaws.com"
    assert way_to(Friend("b", "bedrock/amazon.nova", api_base=base)).region == "us-gov-west-1"
    with pytest.raises(Unsendable, match="bedrock/REGION/MODEL"):
        way_to(Friend("b", "bedrock/anthropic.claude-v1:0"))


@pytest.mark.parametrize(
    ("wrong", "status", "kind"),
    [
        ("cut", "incomplete", "dropped"),  # fault 11
        ("error", "incomplete", "rate-limit"),  # fault 13
        ("malformed", "incomplete", "damaged"),  # fault 14
        ("odd", "incomplete", "damaged"),  # fault 14
        ("drop", "incomplete", "dropped"),  # fault 7
        ("error-first", "failed", "rate-limit"),  # fault 13
        ("html", "failed", "not-an-answer"),  # fault 10
        ("empty", "failed", "not-an-answer"),  # fault 10
        ("empty-object", "failed", "not-an-answer"),  # fault 10
        ("redirect", "failed", "redirect"),  # fault 9
        ("drop-after-request", "unknown", "dropped"),  # fault 7
    ],
)
async def test_what_goes_wrong_is_told(
    gateway: GatewayClient, bedrock: BedrockServer, wrong: str, status: str, kind: str
) -> None:
    """Each as in any other format: one POST, what came is kept, and the cause is named (faults 7, 9 to 11, 13, 14)."""
    bedrock.will(wrong=wrong, text="Half of it. The other half.")
    text, ended = await ask(gateway, friend_at(bedrock))
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == (status, kind)
    assert bool(text) is (status == "incomplete")
    assert bedrock.connections == 1


@pytest.mark.parametrize(("status", "kind"), [(403, "auth"), (404, "not-found"), (429, "rate-limit"), (503, "server")])
async def test_a_refusal_is_said(gateway: GatewayClient, bedrock: BedrockServer, status: int, kind: str) -> None:
    """Amazon's own words, with the cause (faults 1, 2, 3 and 5)."""
    bedrock.will(wrong="status", status=status)
    _, ended = await ask(gateway, friend_at(bedrock))
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", kind)
    assert str(bedrock.errors[status]["message"]).rstrip(".") in ended.error.message


@pytest.mark.parametrize(("finish", "status"), [("length", "incomplete"), ("content_filter", "incomplete")])
async def test_an_end_that_is_none(gateway: GatewayClient, bedrock: BedrockServer, finish: str, status: str) -> None:
    """The length limit and the guardrail are shown as such (fault 12)."""
    bedrock.will(finish=finish)
    _, ended = await ask(gateway, friend_at(bedrock))
    assert (ended.status, ended.finish) == (status, finish)


@given(st.lists(st.integers(1, 300), max_size=12), st.binary(max_size=40))
def test_a_stream_may_be_cut_anywhere(cuts: list[int], junk: bytes) -> None:
    """However the network cuts it, the words are the same; bytes that are no event raise nothing."""
    words = ["It is", " clear. ", "🎉"]
    stream = b"".join(framed("contentBlockDelta", {"delta": {"text": word}}) for word in words)
    stream += framed("messageStop", {"stopReason": "end_turn"})
    reader, at = ConverseReader(), 0
    for size in (*cuts, len(stream)):
        reader.feed(stream[at : at + size])
        at += size
    assert reader.take() == ("It is clear. 🎉", "")
    assert reader.closed
    reader.feed(junk)
    reader.close()
    assert reader.finish == "stop"
