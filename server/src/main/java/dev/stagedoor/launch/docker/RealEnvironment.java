// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.stagedoor.kernel.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a container's first process really has in its environment: the kernel says so, inside the container. */
final class RealEnvironment {
    private static final byte[] ATTACHED = "{\"Detach\":false,\"Tty\":false}".getBytes(StandardCharsets.US_ASCII);
    /** As much as Linux lets a program have. */
    private static final int LONGEST = 4 << 20;

    private final Engine engine;

    RealEnvironment(Engine engine) {
        this.engine = engine;
    }

    /** Empty if the image has no {@code cat}, or the process has ended or hides its environment. */
    Map<String, Secret> of(String container) {
        try {
            String exec = engine.ask(docker -> docker.execCreateCmd(container)
                    .withCmd("cat", "/proc/1/environ")
                    .withAttachStdout(true)
                    .exec()
                    .getId());
            byte[] text = engine.ask(_ -> output(exec));
            Long exit = engine.ask(docker -> docker.inspectExecCmd(exec).exec().getExitCodeLong());
            Map<String, Secret> environment = exit != null && exit == 0 ? parsed(text) : Map.of();
            Handover.wipe(text);
            return environment;
        } catch (DockerException ended) {
            return Map.of();
        }
    }

    private byte[] output(String exec) throws IOException {
        Request start = Request.builder()
                .method(Request.Method.POST)
                .path("/exec/" + exec + "/start")
                .putHeader("content-type", "application/json")
                .bodyBytes(ATTACHED)
                .build();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (Response response = engine.open(start);
                InputStream body = response.getBody()) {
            Frames.read(body, (_, bytes, count) -> text.write(bytes, 0, Math.min(count, LONGEST - text.size())));
        }
        return text.toByteArray();
    }

    static Map<String, Secret> parsed(byte[] text) {
        Map<String, Secret> environment = new LinkedHashMap<>();
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == 0) {
                put(text, start, i, environment);
                start = i + 1;
            }
        }
        return environment;
    }

    private static void put(byte[] text, int start, int end, Map<String, Secret> to) {
        for (int i = start; i < end; i++) {
            if (text[i] == '=') {
                byte[] value = Arrays.copyOfRange(text, i + 1, end);
                to.put(new String(text, start, i - start, StandardCharsets.UTF_8), Secret.of(value));
                Handover.wipe(value);
                return;
            }
        }
    }
}
