// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.livekit.ServerUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** I8: however an address is written, it is refused as text or judged as the address it is. */
class AddressFormsProperties {
    private static final Egress EGRESS = new Egress(EgressConfig.publicOnly());

    @Property
    void no_spelling_of_a_blocked_ipv4_address_gets_past_url_and_egress(
            @ForAll("closed") byte[] address, @ForAll @IntRange(max = 11) int form) throws UnknownHostException {
        String host = written(address, form);

        Optional<ServerUrl> url = parsed("ws://" + host + ":7880");

        assertThat(url.isPresent() && lookedUp(url.get()).stream().anyMatch(EGRESS::permits))
                .as(host)
                .isFalse();
    }

    @Property
    void every_address_that_embeds_a_blocked_ipv4_address_is_blocked(
            @ForAll("closed") byte[] v4, @ForAll @IntRange(max = 65_535) int subnet) throws UnknownHostException {
        String tail = "%d.%d.%d.%d".formatted(v4[0] & 255, v4[1] & 255, v4[2] & 255, v4[3] & 255);
        String hex = "%02x%02x:%02x%02x".formatted(v4[0], v4[1], v4[2], v4[3]);

        for (String carrier : List.of(
                "::ffff:" + tail,
                "::" + tail,
                "::ffff:0:" + tail,
                "64:ff9b::" + tail,
                "64:ff9b:1::" + tail,
                "64:ff9b:1:%02x%02x:%02x:%02x00::".formatted(v4[0], v4[1], v4[2], v4[3]),
                "2002:" + hex + ":" + Integer.toHexString(subnet) + "::1",
                "fe80::" + hex)) {
            assertThat(EGRESS.permits(InetAddress.getByName(carrier)))
                    .as(carrier)
                    .isFalse();
        }
    }

    @Property
    void an_address_is_judged_alike_as_bytes_and_as_text(@ForAll int bits) throws UnknownHostException {
        byte[] v4 = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
        boolean direct = EGRESS.permits(InetAddress.getByAddress(v4));

        assertThat(EGRESS.permits(InetAddress.ofLiteral(written(v4, 0)))).isEqualTo(direct);
        assertThat(EGRESS.permits(InetAddress.getByName("64:ff9b::" + written(v4, 0))))
                .isEqualTo(direct);
    }

    @Provide
    Arbitrary<byte[]> closed() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 255);
        return Arbitraries.of(List.of(
                        new int[] {127, -1},
                        new int[] {10, -1},
                        new int[] {169, 254},
                        new int[] {192, 168},
                        new int[] {172, 16},
                        new int[] {100, 64},
                        new int[] {0, -1},
                        new int[] {224, -1},
                        new int[] {255, 255}))
                .flatMap(prefix -> any.flatMap(b -> any.flatMap(c -> any.map(d -> new byte[] {
                    (byte) prefix[0], (byte) (prefix[1] < 0 ? b : prefix[1]), c.byteValue(), d.byteValue()
                }))));
    }

    /** Decimal, octal, hexadecimal, shortened, mapped, with a zone, in full-width digits, with a dot at the end. */
    private static String written(byte[] a, int form) {
        int[] b = {a[0] & 255, a[1] & 255, a[2] & 255, a[3] & 255};
        long all = ((long) b[0] << 24) | (b[1] << 16) | (b[2] << 8) | b[3];
        String dotted = "%d.%d.%d.%d".formatted(b[0], b[1], b[2], b[3]);
        return switch (form) {
            case 0 -> dotted;
            case 1 -> Long.toString(all);
            case 2 -> "0x" + Long.toHexString(all);
            case 3 -> "0" + Long.toOctalString(all);
            case 4 -> "0%o.0%o.0%o.0%o".formatted(b[0], b[1], b[2], b[3]);
            case 5 -> "0x%x.0x%x.0x%x.0x%x".formatted(b[0], b[1], b[2], b[3]);
            case 6 -> "%d.%d".formatted(b[0], all & 0xffffff);
            case 7 -> "%d.%d.%d".formatted(b[0], b[1], all & 0xffff);
            case 8 -> "[::ffff:" + dotted + "]";
            case 9 -> "[::ffff:%x:%x%%eth0]".formatted(all >> 16, all & 0xffff);
            case 10 -> dotted + ".";
            default ->
                dotted.chars()
                        .collect(
                                StringBuilder::new,
                                (out, c) -> out.append(c == '.' ? '。' : (char) (c - '0' + '０')),
                                StringBuilder::append)
                        .toString();
        };
    }

    private static Optional<ServerUrl> parsed(String url) {
        try {
            return Optional.of(ServerUrl.parse(url));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** The addresses a connection would use; a name that does not resolve has none. */
    private static List<InetAddress> lookedUp(ServerUrl url) throws UnknownHostException {
        String host = url.host().replaceAll("[\\[\\]]", "");
        return url.literalAddress().isPresent() ? List.of(InetAddress.getByName(host)) : List.of();
    }
}
