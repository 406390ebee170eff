# SPDX-License-Identifier: Apache-2.0
"""LiveKit's Python worker as the framework ships it: its own load measurement, threshold and idle processes.

Started as `python worker.py start`; each job process loads this file again.
"""

import os

from livekit.agents import JobContext, WorkerOptions, cli


async def entrypoint(ctx: JobContext) -> None:
    await ctx.connect()


if __name__ == "__main__":
    cli.run_app(
        WorkerOptions(
            entrypoint_fnc=entrypoint,
            agent_name=os.environ["AGENT_NAME"],
            host="127.0.0.1",
            port=int(os.environ["HEALTH_PORT"]),
        )
    )
