// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.GenerationRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How a generation's objects are named and labelled, and whose an object is. */
final class Names {
    /** By which Kubernetes knows whose fields they are. */
    static final String MANAGER = "stagedoor";

    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String INSTANCE = "stagedoor.dev/instance";
    static final String TENANT = "stagedoor.dev/tenant";
    static final String GENERATION = "stagedoor.dev/generation";
    /** A label has 63 characters, an agent's slug up to 64, so labels have this key and an annotation has the slug. */
    static final String WORKERS = "stagedoor.dev/workers";

    private static final String SLUG = "stagedoor.dev/slug";
    private static final String AGENT = "stagedoor.dev/agent";
    private static final int HASH_BYTES = 5;
    /** So that the names of pods, which are 17 longer, are whole in host names. */
    private static final int LONGEST = 46;

    private static final int LONGEST_NAMESPACE = 63;

    private final String installation;

    Names(String installation) {
        this.installation = installation;
    }

    /** The name of its Deployment and Secret: to be read by people, and never another generation's. */
    String name(GenerationRef ref) {
        return cut(ref.slug() + "-" + ref.agent() + "-" + ref.number(), LONGEST, key(ref));
    }

    /** The namespace of a tenant. */
    static String namespace(String pattern, GenerationRef ref) {
        String whole = pattern.replace(KubernetesSettings.TENANT, ref.slug());
        return whole.length() <= LONGEST_NAMESPACE ? whole : cut(whole, LONGEST_NAMESPACE, hash(whole));
    }

    private static String cut(String name, int longest, String end) {
        String kept = name.substring(0, Math.min(name.length(), longest - end.length() - 1));
        return kept.replaceAll("-+$", "") + "-" + end;
    }

    private String key(GenerationRef ref) {
        return hash(installation + "/" + ref.tenant().value() + "/" + ref.agent() + "/" + ref.number());
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The labels of everything of this installation. */
    Map<String, String> all() {
        return Map.of(MANAGED_BY, MANAGER, INSTANCE, installation);
    }

    /** The labels of everything of a generation, to find it by. */
    Map<String, String> all(GenerationRef ref) {
        return Map.of(
                MANAGED_BY, MANAGER,
                INSTANCE, installation,
                TENANT, ref.tenant().value(),
                GENERATION, Long.toString(ref.number()),
                WORKERS, key(ref));
    }

    /** What labels cannot hold. */
    static Map<String, String> annotations(GenerationRef ref) {
        return Map.of(SLUG, ref.slug(), AGENT, ref.agent());
    }

    /** Whose it is; empty if somebody else wrote its labels. */
    static Optional<GenerationRef> generation(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
        Map<String, String> annotations = Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
        String tenant = labels.get(TENANT);
        String number = labels.get(GENERATION);
        String slug = annotations.get(SLUG);
        String agent = annotations.get(AGENT);
        if (tenant == null || number == null || slug == null || agent == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new GenerationRef(new TenantId(tenant), slug, agent, Long.parseLong(number)));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
