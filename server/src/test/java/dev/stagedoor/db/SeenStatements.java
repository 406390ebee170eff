// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A driver in front of PostgreSQL's that notes what is executed on the connections of a marked URL, by which method, and
 * with parameters of which types.
 */
final class SeenStatements implements Driver, AutoCloseable {
    private static final String MARK = "?seen=true";
    private static final String REQUEST = "dev.stagedoor.http.server.Router";
    private static final Set<String> EXECUTING = Set.of("execute", "executeQuery", "executeUpdate");

    private final Driver postgres = new org.postgresql.Driver();
    private final Map<Statement, Boolean> seen = new ConcurrentHashMap<>();
    private final Set<String> described = ConcurrentHashMap.newKeySet();

    /**
     * A statement.
     *
     * @param by    who executed it, such as {@code calls.CallStore.list}
     * @param role  as whom
     * @param sql   with {@code ?} for its parameters
     * @param types PostgreSQL's names of their types
     */
    record Statement(String by, Role role, String sql, List<String> types) {}

    private SeenStatements() {}

    /** One that is asked before PostgreSQL's own, and passes on what is not marked. */
    static SeenStatements inFront() throws SQLException {
        SeenStatements first = new SeenStatements();
        DriverManager.registerDriver(first);
        for (Driver other : DriverManager.drivers().toList()) {
            if (other != first) {
                DriverManager.deregisterDriver(other);
                DriverManager.registerDriver(other);
            }
        }
        return first;
    }

    /** That database's URL, marked. */
    static String marked(String jdbcUrl) {
        return jdbcUrl + MARK;
    }

    /** What was executed so far: on the threads of requests, or on all. */
    List<Statement> executed(boolean byRequests) {
        return seen.entrySet().stream()
                .filter(entry -> !byRequests || entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Connection connect(String url, Properties login) throws SQLException {
        Connection real = postgres.connect(url.replace(MARK, ""), login);
        return real != null && url.endsWith(MARK) ? watched(real, role(login.getProperty("user"))) : real;
    }

    private static Role role(String user) {
        return Stream.of(Role.values())
                .filter(role -> user.endsWith(role.in("")))
                .findFirst()
                .orElseThrow();
    }

    private Connection watched(Connection real, Role role) {
        return proxy(Connection.class, real, (method, arguments, result) -> {
            boolean prepared = method.equals("prepareStatement");
            return prepared ? watched((PreparedStatement) result.get(), role, (String) arguments[0]) : result.get();
        });
    }

    private PreparedStatement watched(PreparedStatement real, Role role, String sql) {
        return proxy(PreparedStatement.class, real, (method, arguments, result) -> {
            if (EXECUTING.contains(method)) {
                note(real, role, sql);
            }
            return result.get();
        });
    }

    private void note(PreparedStatement real, Role role, String sql) throws SQLException {
        List<StackFrame> stack = StackWalker.getInstance().walk(Stream::toList);
        String by = stack.stream()
                .map(SeenStatements::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow();
        boolean request = stack.stream().anyMatch(frame -> frame.getClassName().equals(REQUEST));
        if (described.add(by + request + role + sql)) {
            seen.merge(new Statement(by, role, sql, types(real)), request, Boolean::logicalOr);
        }
    }

    /** As PostgreSQL knows them, once it is told what was bound: it describes the statement, and runs nothing. */
    private static List<String> types(PreparedStatement bound) throws SQLException {
        ParameterMetaData parameters = bound.getParameterMetaData();
        List<String> types = new ArrayList<>();
        for (int i = 1; i <= parameters.getParameterCount(); i++) {
            types.add(parameters.getParameterTypeName(i));
        }
        return types;
    }

    /** The frame's class and method, with those of a lambda as its method; "" if it only passes statements on. */
    private static String name(StackFrame frame) {
        String type = frame.getClassName();
        boolean ours = type.startsWith("dev.stagedoor.")
                && !type.equals(Tx.class.getName())
                && !type.startsWith(SeenStatements.class.getName());
        return ours
                ? type.substring("dev.stagedoor.".length()).replaceFirst("\\$.*", "")
                        + '.'
                        + frame.getMethodName().replaceFirst("^lambda\\$(\\w+)\\$\\d+$", "$1")
                : "";
    }

    /** What to do with a call: the result is that of the real object. */
    private interface Watch {
        Object of(String method, Object[] arguments, Result result) throws Throwable;
    }

    private interface Result {
        Object get() throws Throwable;
    }

    @SuppressWarnings("ReferenceEquality") // A connection is equal to itself alone.
    private static <T> T proxy(Class<T> type, T real, Watch watch) {
        InvocationHandler handler = (self, method, arguments) -> {
            if (method.getName().equals("equals")) {
                return self == arguments[0];
            }
            return watch.of(method.getName(), arguments, () -> {
                try {
                    return method.invoke(real, arguments);
                } catch (InvocationTargetException failed) {
                    throw failed.getCause();
                }
            });
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return postgres.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return postgres.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return postgres.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return postgres.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.postgresql");
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
    }
}
