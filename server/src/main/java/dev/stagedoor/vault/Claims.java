package dev.stagedoor.vault;

import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.crypto.Fingerprints;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ServerUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a LiveKit project claims for its tenant alone (I1), as fingerprints: the server's url, the key on that server, the
 * secret. The key id by itself is not claimed, for it is public and could be squatted; {@code key} is only compared with
 * the platform's.
 */
record Claims(Fingerprint url, Fingerprint project, Fingerprint secret, Fingerprint key) {
    static Claims of(Fingerprints prints, ServerUrl url, String apiKey, Secret apiSecret) {
        byte[] place = utf8(url.canonical());
        byte[] key = utf8(apiKey);
        return new Claims(
                prints.of("livekit url", place),
                prints.of("livekit project", place, key),
                prints.of("livekit secret", apiSecret.reveal()),
                prints.of("livekit key", key));
    }

    /** The url's claim alone. */
    static Fingerprint url(Fingerprints prints, ServerUrl url) {
        return prints.of("livekit url", utf8(url.canonical()));
    }

    /** What tells a person which secret it is: its last four characters and twelve digits of a keyed hash. */
    static String display(Fingerprints prints, Secret secret) {
        String text = secret.revealText();
        String hash = prints.of("livekit display", secret.reveal()).hex().substring(0, 12);
        return text.substring(Math.max(0, text.length() - 4)) + ':' + hash;
    }

    /** The claims a version stands on. */
    List<Fingerprint> held() {
        return List.of(url, project, secret);
    }

    /** Those and the key's, which only the platform can hold. */
    List<Fingerprint> all() {
        return List.of(url, project, secret, key);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
