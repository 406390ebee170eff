package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A LiveKit that is down, or that rejects the key, is called by its name (I3, D3)")
class OutageTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static RealTenant acme;
    private static RealTenant globex;

    @BeforeAll
    static void two_tenants_with_servers_that_can_be_stopped() {
        acme = RealTenant.created(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        globex = RealTenant.created(SERVER.operator(), "globex").withAgent("demo", "demo-agent");
    }

    @AfterAll
    static void close() {
        acme.close();
        globex.close();
    }

    @Test
    void a_dispatch_whose_server_was_down_joins_when_it_is_back_before_the_deadline() {
        try (AgentWorker worker = AgentWorker.serving(acme.livekit(), "demo-agent")) {
            acme.livekit().close();

            Answer call = acme.trigger("alice", ",\"wait\":\"sent\"");
            System.out.println("DOWN " + call);
            acme.moved(acme.livekit().again());

            System.out.println("BACK " + acme.dispatched(call.at("/dispatch/id"), "joined").json());
            System.out.println(worker);
        }
    }

    @Test
    void a_key_whose_secret_changed_is_rejected_and_not_tried_again() {
        globex.livekit().close();
        globex.moved(globex.livekit().againWithAnotherSecret());

        Answer call = globex.trigger("alice", ",\"wait\":\"sent\"");
            System.out.println("WRONG " + call);
            System.out.println("WRONG " + globex.dispatched(call.at("/dispatch/id"), "failed").json());
            System.out.println("WRONG " + globex.livekit().log());
    }
}
