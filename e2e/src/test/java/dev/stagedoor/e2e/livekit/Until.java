package dev.stagedoor.e2e.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a thing itself, with a deadline that only a broken product or machine reaches. */
public final class Until {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private Until() {}

    /** Returns once it is so. */
    public static void isSo(String what, BooleanSupplier isSo) {
        present(what, () -> isSo.getAsBoolean() ? Optional.of(what) : Optional.empty());
    }

    /** The value, once there is one. */
    public static <T> T present(String what, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            assertThat(System.nanoTime())
                    .as(() -> "waited " + LONGEST.toSeconds() + " s in vain: " + what)
                    .isLessThan(end);
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** Holds for that long, looked at all the while. */
    public static void stays(String what, Duration time, BooleanSupplier holds) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            assertThat(holds.getAsBoolean()).as(what).isTrue();
            LockSupport.parkNanos(5 * PAUSE);
        }
    }
}
