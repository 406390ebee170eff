// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Room;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs the contract against one server, without a test framework. Each test of {@link LiveKitContract} is a check; those of
 * {@link AgentContract} need a worker of {@code examples/agent}.
 */
public final class Conformance extends LiveKitContract {
    private static final List<Class<?>> PARTS = List.of(
            ProtocolContract.class,
            TokenContract.class,
            JoinContract.class,
            RoomContract.class,
            DispatchContract.class,
            AgentContract.class);

    private static final Logger LOG = System.getLogger(Conformance.class.getName());
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+");
    private static final int LONGEST = 2_000;

    private final Target target;
    private final @Nullable String agentName;

    /**
     * Something the contract says.
     *
     * @param part   the part of the API: {@code protocol}, {@code token}, {@code join}, {@code room}, {@code dispatch} or {@code agent}
     * @param name   the sentence
     */
    public record Check(String part, String name) {}

    /**
     * What a server made of a check.
     *
     * @param departure how the server departs from it; null if it does not
     */
    public record Result(Check check, @Nullable String departure, Duration took) {
        /** Whether the server does what the check says. */
        public boolean passed() {
            return departure == null;
        }
    }

    /**
     * The contract for that server.
     *
     * @param agentName the name with which a worker of {@code examples/agent} has registered there; null if there is none
     */
    public Conformance(Target target, @Nullable String agentName) {
        this.target = target;
        this.agentName = agentName;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public String agentName() {
        return agentName == null ? AGENT : agentName;
    }

    /** What is checked, in order. */
    public List<Check> checks() {
        return tests().stream().map(Conformance::check).toList();
    }

    private List<Method> tests() {
        List<Method> tests = new ArrayList<>();
        for (Class<?> part : PARTS) {
            if (part != AgentContract.class || agentName != null) {
                Arrays.stream(part.getDeclaredMethods())
                        .filter(Conformance::isTest)
                        .sorted(Comparator.comparing(Method::getName))
                        .forEach(tests::add);
            }
        }
        return tests;
    }

    /** As JUnit sees it, whose annotations need not be there. */
    private static boolean isTest(Method method) {
        return method.isDefault()
                && Modifier.isPublic(method.getModifiers())
                && !method.isSynthetic()
                && method.getParameterCount() == 0
                && method.getReturnType() == void.class;
    }

    private static Check check(Method test) {
        String part = test.getDeclaringClass().getSimpleName().replace("Contract", "");
        return new Check(part.toLowerCase(Locale.ROOT), test.getName().replace('_', ' '));
    }

    /**
     * Runs every check, one after the other, and deletes the rooms that it made.
     *
     * @param each is told each result as it comes
     * @throws LiveKitException if the server does not answer at all, or does not accept the key
     */
    public List<Result> run(Consumer<Result> each) {
        target.rooms().listRooms("nowhere");
        List<Result> results = new ArrayList<>();
        try {
            for (Method test : tests()) {
                Result result = result(test);
                results.add(result);
                each.accept(result);
            }
        } finally {
            deleteRooms();
        }
        return List.copyOf(results);
    }

    private Result result(Method test) {
        long began = System.nanoTime();
        @Nullable String departure = departure(test);
        return new Result(check(test), departure, Duration.ofNanos(System.nanoTime() - began));
    }

    private @Nullable String departure(Method test) {
        try {
            test.invoke(this);
            return null;
        } catch (InvocationTargetException failed) {
            if (failed.getTargetException() instanceof LinkageError ours) {
                // A jar is missing here; that says nothing of the server.
                throw ours;
            }
            return told(failed.getTargetException());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the contract is public", e);
        }
    }

    /** Without tokens: servers quote those that they refuse. */
    private static String told(Throwable failed) {
        String said = failed instanceof AssertionError ? String.valueOf(failed.getMessage()) : failed.toString();
        String told = TOKEN.matcher(said).replaceAll("(a token)").strip();
        return told.length() <= LONGEST ? told : told.substring(0, LONGEST) + "…";
    }

    /** What cannot be deleted closes by itself: nobody is in it. */
    private void deleteRooms() {
        try {
            deleteRoomsOfOurs();
        } catch (LiveKitException left) {
            LOG.log(Level.DEBUG, "rooms are left", left);
        }
    }

    private void deleteRoomsOfOurs() {
        for (Room room : target.rooms().listRooms()) {
            if (room.name().startsWith(prefix())) {
                target.rooms().deleteRoom(room.name());
            }
        }
    }
}
