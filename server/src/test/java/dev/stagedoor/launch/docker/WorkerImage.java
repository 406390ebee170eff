// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Images made of this machine's own programs, so that the tests need no registry. */
final class WorkerImage {
    private static final String PACK = """
        set -eu
        files=
        for program in "$@"; do files="$files $(command -v "$program")"; done
        libraries=$(ldd $files | sed -n 's,^[^/]*\\(/[^ ]*\\) (.*,\\1,p' | sort -u)
        exec tar -C / --dereference --hard-dereference -cf - $(printf '%s\\n' $files $libraries | sort -u | sed 's,^/,,')
        """;

    private WorkerImage() {}

    /** Imports an image with those programs and lines of a Dockerfile. */
    static void make(Engine engine, String name, List<String> programs, String... lines) throws Exception {
        byte[] tar = tar(programs);
        String changes = Stream.of(lines)
                .map(line -> "&changes=" + URLEncoder.encode(line, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        Request create = Request.builder()
                .method(Request.Method.POST)
                .path("/images/create?fromSrc=-&repo=" + name + "&tag=1" + changes)
                .putHeader("content-type", "application/x-tar")
                .body(new ByteArrayInputStream(tar))
                .build();
        try (Response response = engine.open(create)) {
            String said = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).contains("sha256:").doesNotContain("error");
        }
    }

    private static byte[] tar(List<String> programs) throws IOException, InterruptedException {
        List<String> words = Stream.concat(Stream.of("sh", "-c", PACK, "pack"), programs.stream())
                .toList();
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] tar = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return tar;
    }
}
