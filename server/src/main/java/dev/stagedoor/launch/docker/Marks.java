// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.GenerationRef;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the engine itself knows of a container of ours: labels, which never change, say whose it is; its name, which can,
 * says until when it may finish its calls.
 */
final class Marks {
    /** The signal by which the image wants to be asked to end. */
    static final String SIGNAL = "stagedoor.signal";

    private static final String INSTANCE = "stagedoor.instance";
    private static final String TENANT = "stagedoor.tenant";
    private static final String SLUG = "stagedoor.slug";
    private static final String AGENT = "stagedoor.agent";
    private static final String GENERATION = "stagedoor.generation";
    private static final String WORKER = "stagedoor.worker";
    private static final Pattern DRAINING = Pattern.compile("/?(.+)\\.until\\.(\\d{1,12})");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String installation;

    Marks(String installation) {
        this.installation = installation;
    }

    /** A name for a new worker, which people can read. */
    static String name(GenerationRef ref) {
        byte[] random = new byte[4];
        RANDOM.nextBytes(random);
        return "stagedoor-" + ref.slug() + "-" + ref.agent() + "-" + ref.number() + "-"
                + HexFormat.of().formatHex(random);
    }

    /** The labels of a worker. */
    Map<String, String> labels(GenerationRef ref, String worker, String signal) {
        Map<String, String> labels = new LinkedHashMap<>(all(ref));
        labels.put(SLUG, ref.slug());
        labels.put(WORKER, worker);
        labels.put(SIGNAL, signal);
        return labels;
    }

    /** The labels that all containers of this installation have. */
    Map<String, String> all() {
        return Map.of(INSTANCE, installation);
    }

    /** The labels that all containers of a generation have. */
    Map<String, String> all(GenerationRef ref) {
        return Map.of(
                INSTANCE, installation,
                TENANT, ref.tenant().value(),
                AGENT, ref.agent(),
                GENERATION, Long.toString(ref.number()));
    }

    /** The labels of one worker, to find it by. */
    Map<String, String> one(GenerationRef ref, String worker) {
        Map<String, String> labels = new HashMap<>(all(ref));
        labels.put(WORKER, worker);
        return labels;
    }

    /** Whose container it is; empty if somebody else wrote the labels. */
    static Optional<GenerationRef> generation(Map<String, String> labels) {
        if (Stream.of(TENANT, SLUG, AGENT, GENERATION, WORKER).anyMatch(label -> !labels.containsKey(label))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new GenerationRef(
                    new TenantId(label(labels, TENANT)),
                    label(labels, SLUG),
                    label(labels, AGENT),
                    Long.parseLong(label(labels, GENERATION))));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** The worker's id: the name that its container was made with. */
    static String worker(Map<String, String> labels) {
        return label(labels, WORKER);
    }

    private static String label(Map<String, String> labels, String name) {
        return Objects.requireNonNull(labels.get(name));
    }

    /** The name of a container that is asked to end, and killed at that time. */
    static String draining(String worker, Instant until) {
        return worker + ".until." + until.getEpochSecond();
    }

    /** Until when the container with these names may finish its calls; empty if it was not asked to end. */
    static Optional<Instant> until(List<String> names) {
        return names.stream()
                .map(DRAINING::matcher)
                .filter(Matcher::matches)
                .map(name -> Instant.ofEpochSecond(Long.parseLong(name.group(2))))
                .findFirst();
    }
}
