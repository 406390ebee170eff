// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** An answer whose refusals have a form of their own, so that its status alone says little. */
public final class SentAnswer {
    private final HttpResponse<byte[]> answer;

    SentAnswer(HttpResponse<byte[]> answer) {
        this.answer = answer;
    }

    /** The HTTP status. */
    public int status() {
        return answer.statusCode();
    }

    /** When to try again, if the server said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(Answers.retryAfter(answer));
    }

    /** Its body; empty if that is not such JSON. */
    public <T> Optional<T> as(Class<T> type) {
        try {
            return Answers.isJson(answer)
                    ? Optional.ofNullable(WireJson.mapper().readValue(answer.body(), type))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    /** The exception for an answer that is not in the expected form. */
    public StagedoorException failure() {
        return Answers.failure(answer, answer.body());
    }
}
