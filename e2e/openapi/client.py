# SPDX-License-Identifier: Apache-2.0
"""A client generated from the server's OpenAPI document. Prints what it saw, as JSON."""

import json
import os

from stagedoor_api import AuthenticatedClient
from stagedoor_api.api.agents import agent_create, agent_delete, agent_get, agent_list
from stagedoor_api.models import AgentDefinition, AgentLimits, AgentList, AgentView, ProblemDetails

client = AuthenticatedClient(base_url=os.environ["STAGEDOOR_URL"], token=os.environ["STAGEDOOR_KEY"])


def must(answer, kind):
    """The body of a success; anything else ends the script."""
    if not isinstance(answer, kind):
        raise SystemExit(f"not a {kind.__name__}: {answer}")
    return answer


slugs = ["generated-py-1", "generated-py-2"]
created = []
for slug in slugs:
    wanted = AgentDefinition(
        slug=slug, name="Generated", agent_name=slug, limits=AgentLimits(max_call_minutes=5)
    )
    made = agent_create.sync(client=client, body=wanted, idempotency_key=f"create-{slug}")
    created.append(must(made, AgentView).slug)

first = must(agent_list.sync(client=client, limit=1), AgentList)
second = must(agent_list.sync(client=client, limit=1, after=first.next_), AgentList)
refused = must(agent_get.sync("nobody", client=client), ProblemDetails)

for slug in slugs:
    agent_delete.sync_detailed(slug, client=client)

print(
    json.dumps(
        {
            "created": created,
            "pages": [[agent.slug for agent in page.items] for page in (first, second)],
            "problem": refused.code,
            "status": refused.status,
        }
    )
)
