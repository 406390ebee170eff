// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.agents.Agent;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.voice.Backlog;
import dev.stagedoor.realtime.voice.Ear;
import dev.stagedoor.realtime.voice.NoVoice;
import dev.stagedoor.realtime.voice.VoiceSession;
import dev.stagedoor.realtime.voice.Voices;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Wire;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one page's user says aloud, in their turn, and what the agent says back. The first word begins a voice session; it
 * ends with the socket, with the chat and its agent, and when the user wants text again.
 */
final class Speech {
    private static final String SOURCE = "audio";
    private static final String NOT_AVAILABLE = "audio_not_available";

    /** Audio that the page does not read waits so long; then the oldest goes. */
    private static final int UNREAD_SECONDS = 2;

    /** What lasted so long was no failure to begin. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    /** A voice session costs a call: after one that failed, the next waits for a second, then two, and so on. */
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final Gateway gateway;
    private final Connection connection;
    private final AudioBudget budget = new AudioBudget();
    private Mode mode = Mode.OPEN;
    private boolean pressed;
    private boolean userTurn;
    private boolean complained;
    private int failures;
    private long notBefore = System.nanoTime();
    private @Nullable NoVoice lastly;
    private @Nullable Talk talk;

    /** When the user's audio is for the agent. */
    private enum Mode {
        /** Always: the client has not said. */
        OPEN,
        VAD,
        /** While a button is pressed. */
        PTT,
        /** Never. */
        TEXT
    }

    Speech(Gateway gateway, Connection connection) {
        this.gateway = gateway;
        this.connection = connection;
    }

    /** Audio from the client. */
    void heard(byte[] audio) {
        if (!budget.allows(audio.length)) {
            connection.flooded();
        } else if (audio.length == 0 || audio.length % 2 != 0) {
            connection.refuse(ErrorCode.INVALID_REQUEST.wire(), "Audio is PCM16: two bytes for each sample.", SOURCE);
        } else {
            take(audio).ifPresent(refusal -> connection.say(Wire.ERROR, refusal));
        }
    }

    /** Why not, if it has not been said already. */
    private synchronized Optional<ObjectNode> take(byte[] audio) {
        if (mode == Mode.PTT && !pressed) {
            return Optional.empty();
        }
        Optional<ObjectNode> refusal = mode == Mode.TEXT
                ? Optional.of(unavailable(new NoVoice("text_mode", "The voice input mode is text.")))
                : begin();
        if (refusal.isEmpty()) {
            talking().say(audio);
            complained = false;
            return refusal;
        }
        boolean again = complained;
        complained = true;
        return again ? Optional.empty() : refusal;
    }

    private VoiceSession talking() {
        Talk now = talk;
        if (now == null) {
            throw new IllegalStateException("nobody is talking");
        }
        return now.session;
    }

    /** Begins a voice session unless there is one; why not. */
    private synchronized Optional<ObjectNode> begin() {
        if (!userTurn) {
            return Optional.of(
                    Frames.error(ErrorCode.CONFLICT.wire(), "It is not your turn: an answer is in progress.", SOURCE));
        }
        if (talk == null) {
            NoVoice before = lastly;
            if (before != null && System.nanoTime() - notBefore < 0) {
                return Optional.of(unavailable(before));
            }
            talk = new Talk();
        }
        return Optional.empty();
    }

    private static ObjectNode unavailable(NoVoice why) {
        return refusal(NOT_AVAILABLE, why);
    }

    private static ObjectNode refusal(String code, NoVoice why) {
        return Frames.error(code, why.message(), SOURCE).put("reason", why.reason());
    }

    /** A text frame about voice. */
    void take(String type, JsonNode frame) {
        switch (type) {
            case Wire.PTT_START -> press();
            case Wire.PTT_END -> release();
            case Wire.SET_VOICE_INPUT_MODE -> mode(frame.path("mode").asText(""));
            default -> heard(decoded(frame.path("content").asText("")));
        }
    }

    private static byte[] decoded(String content) {
        try {
            return Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, "content must be base64.");
        }
    }

    private void press() {
        Optional<ObjectNode> refusal;
        synchronized (this) {
            mode = Mode.PTT;
            refusal = begin();
            pressed = refusal.isEmpty();
        }
        answer(refusal);
    }

    private synchronized void release() {
        pressed = false;
    }

    private void mode(String wanted) {
        Mode next = switch (wanted.toLowerCase(Locale.ROOT)) {
            case "vad" -> Mode.VAD;
            case "ptt" -> Mode.PTT;
            case "text" -> Mode.TEXT;
            default -> throw Problem.of(ErrorCode.INVALID_REQUEST, "mode must be vad, ptt or text.");
        };
        synchronized (this) {
            mode = next;
            pressed = false;
        }
        if (next == Mode.TEXT) {
            end();
        } else {
            answer(begin());
        }
    }

    private void answer(Optional<ObjectNode> refusal) {
        refusal.ifPresent(why -> connection.say(Wire.ERROR, why));
    }

    /** The turn is the user's, or not, as the client is told next. */
    synchronized void turn(boolean users) {
        userTurn = users;
        complained = false;
    }

    /** The client was told that. */
    void told(UiEvent event) {
        switch (event.type()) {
            case Wire.USER_TURN_START -> turn(true);
            case Wire.USER_TURN_END -> turn(false);
            case Wire.CHAT_SESSION_CHANGED, Wire.AGENT_CONFIGURATION_CHANGED, Wire.AGENT_VOICE_CHANGED -> another();
            case Wire.CHAT_SESSION_DELETED -> {
                if (event.data().contains('"' + connection.ui().chat() + '"')) {
                    another();
                }
            }
            default -> {}
        }
    }

    /** Another agent, or chat: what was wrong with the last is no reason to wait. */
    private void another() {
        end();
        synchronized (this) {
            failures = 0;
            lastly = null;
        }
    }

    /** The user wants to hear no more of what was said until now. */
    synchronized void hush() {
        if (talk != null) {
            talk.answers.clear();
        }
    }

    /** Ends the voice session if the user may not speak with the agent any more. */
    void check() {
        Talk now;
        synchronized (this) {
            now = talk;
        }
        String agent = now == null ? "" : now.agent;
        if (now != null
                && !agent.isEmpty()
                && gateway.agent(connection.place(), agent).isEmpty()) {
            now.session.end();
            now.ended(new NoVoice("no_agent", "The agent is not available to this user any more."), true);
        }
    }

    /** Ends the voice session, if there is one. */
    void end() {
        Talk before;
        synchronized (this) {
            before = talk;
            talk = null;
        }
        if (before != null) {
            before.answers.close();
            before.session.end();
        }
    }

    private Optional<VoiceSession.Wanted> wanted(Talk asking) {
        UiSession ui = connection.ui();
        Optional<Agent> agent = gateway.chats()
                .chat(connection.tenant(), ui.owner(), ui.chat())
                .flatMap(chat -> gateway.agent(connection.place(), chat.agent()));
        agent.ifPresent(found -> asking.agent = found.slug());
        return agent.map(found -> new VoiceSession.Wanted(connection.by(), found, ui.chat(), ui.voice()));
    }

    /** One voice session of this page. */
    private final class Talk implements Ear {
        private final Backlog answers = new Backlog(UNREAD_SECONDS * Voices.BYTES_PER_SECOND);
        private final long since = System.nanoTime();
        private final VoiceSession session;
        private volatile String agent = "";

        Talk() {
            this.session = gateway.voices().begin(() -> wanted(this), this);
        }

        private boolean isCurrent() {
            synchronized (Speech.this) {
                return talk == this;
            }
        }

        @Override
        public void listening() {
            if (isCurrent()) {
                Thread.ofVirtual().name("voice-answers").start(this::pass);
                connection.say(Wire.SERVER_LISTENING, Frames.object());
            }
        }

        private void pass() {
            try {
                byte[] next = answers.take();
                while (next != null && connection.say(next)) {
                    next = answers.take();
                }
            } catch (InterruptedException never) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void heard(byte[] audio) {
            answers.add(audio);
        }

        @Override
        public void ended(NoVoice why, boolean begun) {
            answers.close();
            synchronized (Speech.this) {
                if (talk != this) {
                    return;
                }
                talk = null;
                lastly = why;
                complained = true;
                boolean steady = begun && System.nanoTime() - since > STEADY.toNanos();
                failures = steady ? 1 : failures + 1;
                long wait = Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(failures - 1, 5));
                notBefore = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
            }
            connection.say(Wire.ERROR, refusal(begun ? "audio_lost" : NOT_AVAILABLE, why));
        }
    }

    /** How much audio a client may send: twice as fast as it is spoken, and ten seconds at once. */
    private static final class AudioBudget {
        private static final double PER_SECOND = 2.0 * Voices.BYTES_PER_SECOND;
        private static final double MOST = 10.0 * Voices.BYTES_PER_SECOND;

        /** What the shortest message counts: five milliseconds, so that their number is bounded, too. */
        private static final int LEAST = Voices.BYTES_PER_SECOND / 200;

        private double left = MOST;
        private long counted = System.nanoTime();

        boolean allows(int bytes) {
            long now = System.nanoTime();
            left = Math.min(MOST, left + (now - counted) * PER_SECOND / 1e9) - Math.max(bytes, LEAST);
            counted = now;
            return left >= 0;
        }
    }
}
