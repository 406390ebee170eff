package dev.stagedoor.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One {@code stagedoor dev} for a test class, on data of its own.
 *
 * <p>{@code @RegisterExtension static final Dev DEV = Dev.with()}.
 */
public final class Dev implements BeforeAllCallback, AfterAllCallback {
    private final List<String> options;
    private @Nullable StartedDev started;

    private Dev(List<String> options) {
        this.options = options;
    }

    /** With those options, beside port, data folder and ready file. */
    public static Dev with(String... options) {
        return new Dev(List.of(options));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Path folder = Folders.temporary("stagedoor-dev");
        Folders.deletedAtExit(folder);
        started = StartedDev.in(folder, options.toArray(String[]::new));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        StartedDev running = started;
        if (running != null) {
            running.close();
        }
    }

    /** It. */
    public StartedDev get() {
        return Objects.requireNonNull(started, "the extension is static and registered");
    }

    /** A demo tenant. */
    public DevReady.Tenant tenant(String slug) {
        return get().ready().tenant(slug);
    }
}
