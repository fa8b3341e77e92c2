import pytest
from small import Small


@pytest.fixture
def explorer():
    made = Small()
    yield made
    made.close()


@pytest.fixture
def told(explorer, monkeypatch):
    """The messages that the explorer's page gets."""
    messages = []
    send = lambda message, buffers=None: messages.append(message)  # noqa: E731
    monkeypatch.setattr(explorer.front, "send", send)
    return messages
