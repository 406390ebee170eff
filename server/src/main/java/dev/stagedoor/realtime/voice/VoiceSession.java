// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.voice;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One user's voice in one call, from their first word until either side ends it. */
public final class VoiceSession {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceSession.class);

    /** How long LiveKit may take to let the bridge in. */
    private static final Duration ENTERING = Duration.ofSeconds(20);

    /** Said before the agent is there, or faster than the bridge takes it. */
    private static final int WAITING_SECONDS = 2;

    private final Voices voices;
    private final Supplier<Optional<Wanted>> wanted;
    private final Ear ear;
    private final Backlog said = new Backlog(WAITING_SECONDS * Voices.BYTES_PER_SECOND);
    private @Nullable BridgeLine line;
    private Voices.@Nullable Begun call;
    private @Nullable NoVoice gone;
    private boolean inside;
    private boolean agentThere;
    private boolean over;

    /**
     * Who speaks with whom.
     *
     * @param chat  the conversation that it belongs to
     * @param voice the voice that the user chose; empty for the agent's own
     */
    public record Wanted(Principal.AppUser by, Agent agent, String chat, String voice) {}

    VoiceSession(Voices voices, Supplier<Optional<Wanted>> wanted, Ear ear) {
        this.voices = voices;
        this.wanted = wanted;
        this.ear = ear;
    }

    /** The user says that. */
    public void say(byte[] audio) {
        said.add(audio);
    }

    /** Ends it: the participant leaves the room, and the call ends. Does not wait. */
    public void end() {
        BridgeLine open;
        Voices.Begun begun;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            open = line;
            begun = call;
            notifyAll();
        }
        said.close();
        if (open != null) {
            open.close();
        }
        if (begun != null) {
            voices.endCall(begun);
        }
        voices.ended(this);
    }

    private synchronized boolean isOver() {
        return over;
    }

    void run() {
        boolean begun = false;
        NoVoice why = NoVoice.FAILED;
        try {
            begin();
            begun = true;
            ear.listening();
            why = pass();
        } catch (NoVoice.Because because) {
            why = because.why();
        } catch (Problem problem) {
            why = NoVoice.of(problem);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("a voice call failed", failed);
        }
        if (!isOver()) {
            end();
            ear.ended(why, begun);
        }
    }

    /** Until the agent hears. */
    private void begin() throws InterruptedException {
        Wanted asked = wanted.get().orElseThrow(() -> new NoVoice.Because(NoVoice.NO_AGENT));
        voices.require(asked.by().tenant(), asked.agent());
        // Before the call, which costs: a bridge that is not there is noticed first.
        BridgeLine open = voices.line(new Notices());
        hold(open);
        Voices.Begun started = voices.startCall(asked);
        hold(started);
        if (!voices.agentJoins(started)) {
            throw new NoVoice.Because(NoVoice.NOT_JOINED);
        }
        open.join(voices.permittedUrl(started), started.call().token().jwt());
        awaitInside();
    }

    private void hold(BridgeLine opened) {
        synchronized (this) {
            line = opened;
            if (!over) {
                return;
            }
        }
        opened.close();
    }

    private void hold(Voices.Begun started) {
        synchronized (this) {
            call = started;
            if (!over) {
                return;
            }
        }
        voices.endCall(started);
    }

    private synchronized void awaitInside() throws InterruptedException {
        long end = System.nanoTime() + ENTERING.toNanos();
        while (!(inside && agentThere) && gone == null && !over) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new NoVoice.Because(NoVoice.NOT_JOINED);
            }
            wait(left);
        }
        if (gone != null) {
            throw new NoVoice.Because(gone);
        }
        if (over) {
            throw new NoVoice.Because(NoVoice.ended("it was not wanted any more"));
        }
    }

    /** Passes on what the user says; why it is over. */
    private NoVoice pass() throws InterruptedException {
        BridgeLine open;
        synchronized (this) {
            open = line;
        }
        byte[] next = said.take();
        while (next != null && open != null) {
            open.say(next);
            next = said.take();
        }
        synchronized (this) {
            return gone == null ? NoVoice.FAILED : gone;
        }
    }

    private void lost(NoVoice why) {
        synchronized (this) {
            gone = gone == null ? why : gone;
            notifyAll();
        }
        said.close();
    }

    private final class Notices implements BridgeLine.Told {
        @Override
        public void notice(String type, String reason) {
            switch (type) {
                case "joined" -> arrived(true, false);
                case "agent_joined" -> arrived(false, true);
                case "agent_left" -> lost(NoVoice.ended("the agent has left"));
                case "left" -> lost(NoVoice.ended(reason));
                default -> LOG.debug("the voice bridge says {}", type);
            }
        }

        private void arrived(boolean self, boolean agent) {
            synchronized (VoiceSession.this) {
                inside |= self;
                agentThere |= agent;
                VoiceSession.this.notifyAll();
            }
        }

        @Override
        public void audio(byte[] audio) {
            if (!isOver()) {
                ear.heard(audio);
            }
        }

        @Override
        public void cut() {
            lost(NoVoice.UNREACHABLE);
        }
    }
}
