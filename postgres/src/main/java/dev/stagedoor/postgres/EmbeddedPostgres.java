// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.processes.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL in a data folder that runs as long as this object is open and this process is alive.
 *
 * <p>A later start on the same folder keeps the data. Concurrent starts are rejected. After a kill -9 the next start
 * recovers.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Logger OUTPUT = LoggerFactory.getLogger("dev.stagedoor.postgres.output");

    /** How long PostgreSQL may take for its shutdown checkpoint before it is killed, from which it can recover. */
    static final Duration GRACE = Duration.ofSeconds(15);

    private static final int TRIES = 5;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Path dataFolder;
    private final int port;
    private final Secret password;
    private final Child server;
    private final FolderLock lock;

    private EmbeddedPostgres(Path dataFolder, int port, Secret password, Child server, FolderLock lock) {
        this.dataFolder = dataFolder;
        this.port = port;
        this.password = password;
        this.server = server;
        this.lock = lock;
    }

    /** Starts with {@link PostgresOptions#ordinary}. */
    public static EmbeddedPostgres start(Path dataFolder) {
        return start(dataFolder, PostgresOptions.ordinary());
    }

    /**
     * Starts PostgreSQL in {@code dataFolder} and returns when it answers. Creates the folder and the cluster if
     * needed; as root, the folder is given to the unprivileged user that PostgreSQL runs as.
     *
     * @throws PostgresNotStarted if it cannot be started, with what to do about it
     */
    public static EmbeddedPostgres start(Path dataFolder, PostgresOptions options) {
        try {
            Path cache = CacheFolder.writable(System.getenv());
            Optional<Account> account = Account.ifRoot(dataFolder.resolve("cluster"), System.getenv());
            Binaries binaries = Binaries.unpacked(cache, Platform.current());
            if (account.isPresent()) {
                account.get().requireReach(binaries.folder());
            }
            Path home = Folders.createPrivate(dataFolder);
            FolderLock lock = FolderLock.take(home);
            try {
                return start(new Cluster(home, binaries, account), options, lock);
            } catch (IOException | RuntimeException | InterruptedException e) {
                lock.close();
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresNotStarted("interrupted while PostgreSQL was starting", e);
        } catch (IOException e) {
            throw new PostgresNotStarted("PostgreSQL could not be started in " + dataFolder + ": " + e, e);
        }
    }

    private static EmbeddedPostgres start(Cluster cluster, PostgresOptions options, FolderLock lock)
            throws IOException, InterruptedException {
        cluster.ensure();
        EarlierServer.settle(cluster.folder());
        Secret password = cluster.password();
        for (int tries = 1; ; tries++) {
            int port = options.port() == 0 ? freePort() : options.port();
            LastLines lastLines = new LastLines(20);
            Child server = Child.start(cluster.server(port, options), line -> {
                OUTPUT.debug("{}", line);
                lastLines.accept(line);
            });
            EmbeddedPostgres started = new EmbeddedPostgres(cluster.home(), port, password, server, lock);
            if (started.awaitReady(options.patience())) {
                LOG.debug("PostgreSQL is running on port {} as process {}", port, server.pid());
                return started;
            }
            server.close();
            boolean passing = lastLines.mention("shared memory block")
                    || (options.port() == 0 && lastLines.mention("could not create any TCP/IP sockets"));
            if (!passing || tries == TRIES) {
                throw new PostgresNotStarted("PostgreSQL did not start on port " + port + " with the data in "
                        + cluster.home() + ". Its output:\n" + lastLines);
            }
        }
    }

    /** Free now; if it is taken in the meantime, another one is tried. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Whether it accepts our password, which proves that it is our server and not another one on this port. */
    private boolean awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (server.awaitExit(LOOK_EVERY).isEmpty()) {
            try (Connection connection = connect("postgres", Duration.ofSeconds(3))) {
                return connection.isValid(3);
            } catch (SQLException notYet) {
                boolean starting =
                        notYet.getSQLState() != null && notYet.getSQLState().matches("08...|57P03");
                if (!starting) {
                    server.close();
                    throw new PostgresNotStarted(
                            "PostgreSQL on port " + port + " rejected the password in "
                                    + dataFolder.resolve("password"),
                            notYet);
                }
                if (System.nanoTime() > deadline) {
                    return false;
                }
            }
        }
        return false;
    }

    private Connection connect(String database, Duration longestAnswer) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", adminUser());
        login.setProperty("password", password.revealText());
        // Another program on this port may never answer.
        login.setProperty("connectTimeout", "2");
        login.setProperty("socketTimeout", Long.toString(longestAnswer.toSeconds()));
        login.setProperty("sslmode", "disable");
        return DriverManager.getConnection(jdbcUrl(database), login);
    }

    /** Creates the database if it does not exist. The name: lower-case letters, digits and _, at most 63 characters. */
    public void ensureDatabase(String name) {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("database: " + name + " must be lower-case letters, digits and _");
        }
        try (Connection connection = connect("postgres", Duration.ofMinutes(1));
                PreparedStatement look = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
                Statement create = connection.createStatement()) {
            look.setString(1, name);
            try (ResultSet there = look.executeQuery()) {
                if (!there.next()) {
                    create.execute("CREATE DATABASE " + name);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database " + name + " could not be created", e);
        }
    }

    /** The database's URL: {@code jdbc:postgresql://127.0.0.1:port/name}, without user or password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + '/' + database;
    }

    /** The superuser. */
    public String adminUser() {
        return Cluster.ADMIN;
    }

    /** The superuser's password. */
    public Secret password() {
        return password;
    }

    /** The TCP port on the loopback address. */
    public int port() {
        return port;
    }

    /** The server's process id. */
    public long pid() {
        return server.pid();
    }

    /** Whether it is running. */
    public boolean isRunning() {
        return server.isRunning();
    }

    /** Shuts it down: open transactions are rolled back, committed ones are on disk. */
    @Override
    public void close() {
        server.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL on port " + port + " in " + dataFolder;
    }
}
