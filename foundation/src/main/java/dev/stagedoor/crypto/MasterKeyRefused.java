package dev.stagedoor.crypto;

/** The server may not start with this master key, and why (S3). The message never holds any of the key. */
public final class MasterKeyRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    MasterKeyRefused(String why) {
        super(why);
    }

    MasterKeyRefused(String why, Throwable cause) {
        super(why, cause);
    }
}
