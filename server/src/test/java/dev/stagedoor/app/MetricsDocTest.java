// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/metrics.md and the dashboard name what a node exposes, all of ours and nothing else. */
class MetricsDocTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final Path DOCS = Path.of("../docs");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_]+)(?:\\{([a-z_,]+)})?` \\| (\\w+) \\|", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\w+) (\\w+)$", Pattern.MULTILINE);
    private static final Pattern SAMPLE = Pattern.compile("^(\\w+)\\{([^}]*)}", Pattern.MULTILINE);
    private static final Pattern OURS = Pattern.compile("(stagedoor|http_server)_\\w+");

    /** {@code stagedoor_refusals_total} to {@code counter {code}}. */
    private static Map<String, String> documented() throws IOException {
        return ROW.matcher(Files.readString(DOCS.resolve("metrics.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(3) + " " + new TreeSet<>(labels(row.group(2))),
                        (first, second) -> first,
                        TreeMap::new));
    }

    private static Set<String> labels(String list) {
        return list == null ? Set.of() : Set.of(list.split(","));
    }

    private static Map<String, String> exposed() throws Exception {
        SERVER.operator().get("/health/live");
        String text = scraped();
        Map<String, Set<String>> labels = new TreeMap<>();
        for (Matcher sample = SAMPLE.matcher(text); sample.find(); ) {
            String family = sample.group(1).replaceFirst("_(bucket|count|sum)$", "");
            labels.computeIfAbsent(family, any -> new TreeSet<>()).addAll(names(sample.group(2)));
        }
        Map<String, String> exposed = new TreeMap<>();
        for (Matcher type = TYPE.matcher(text); type.find(); ) {
            String name = type.group(1);
            if (OURS.matcher(name).matches() && !name.endsWith("_max")) {
                exposed.put(name, type.group(2) + " " + labels.getOrDefault(name, Set.of()));
            }
        }
        return exposed;
    }

    private static Set<String> names(String labels) {
        return Pattern.compile("(\\w+)=\"")
                .matcher(labels)
                .results()
                .map(label -> label.group(1))
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toSet());
    }

    private static String scraped() throws Exception {
        Caller operator = SERVER.operator();
        HttpRequest request = HttpRequest.newBuilder(operator.base().resolve("/metrics"))
                .header("Authorization", "Bearer " + operator.key().revealText())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void whatIsDocumentedIsExposedAndWhatIsExposedIsDocumented() throws Exception {
        assertThat(exposed()).isEqualTo(documented());
    }

    @Test
    void theDashboardAsksOnlyForWhatIsDocumented() throws IOException {
        JsonNode dashboard =
                Json.mapper().readTree(Files.readString(DOCS.resolve("grafana").resolve("stagedoor.json")));
        Set<String> asked = dashboard.findValuesAsText("expr").stream()
                .flatMap(expr -> OURS.matcher(expr).results().map(found -> found.group()))
                .map(name -> name.replaceFirst("_seconds_(bucket|count|sum)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).isEqualTo(documented().keySet());
    }
}
