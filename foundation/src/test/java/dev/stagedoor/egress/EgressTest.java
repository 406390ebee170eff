// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I8: which addresses may be called, which only where allowed, and which never. */
class EgressTest {
    private static final Egress CLOSED = new Egress(EgressConfig.publicOnly());
    private static final Egress OPEN = new Egress(new EgressConfig(List.of("0.0.0.0/0", "::/0")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "169.254.170.23",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "fd00:ec2::23",
                "fd20:ce::254",
                "fd00:42::42",
                "ff02::1",
                "::",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "::ffff:0:169.254.169.254",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::169.254.169.254",
                "64:ff9b:1:a9fe:a9:fe00::",
                "64:ff9b:1:808:8:800:a9fe:a9fe",
                "2002:a9fe:a9fe::",
                "2002:a9fe:a9fe::1",
                "2001:0:1:2:3:4:5601:5601",
                "64:ff9b::0.0.0.0",
                "2002:6464:64c8::",
                "4000::1",
                "::2"
            })
    void never_called_whatever_the_configuration_says(String address) {
        assertThat(CLOSED.permits(at(address))).isFalse();
        assertThat(OPEN.permits(at(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "198.18.0.1",
                "203.0.113.7",
                "::1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1",
                "2001:db8::1",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b:1:a00::100:0:0",
                "2002:7f00:1::",
                "2002:c0a8:101::1"
            })
    void called_only_where_the_configuration_allows_it(String address) {
        assertThat(CLOSED.permits(at(address))).isFalse();
        assertThat(OPEN.permits(at(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "169.253.255.255",
                "100.63.255.255",
                "100.128.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                "64:ff9b::8.8.8.8",
                "64:ff9b:1:808:8:800::",
                "2002:808:808::1"
            })
    void public_addresses_are_called(String address) {
        assertThat(CLOSED.permits(at(address))).isTrue();
    }

    @Test
    void an_allowed_range_allows_only_itself() {
        Egress egress = new Egress(new EgressConfig(List.of("10.1.0.0/16", "fd12:3400::/24")));

        assertThat(egress.permits(at("10.1.255.255"))).isTrue();
        assertThat(egress.permits(at("64:ff9b::10.1.2.3"))).isTrue();
        assertThat(egress.permits(at("10.2.0.0"))).isFalse();
        assertThat(egress.permits(at("127.0.0.1"))).isFalse();
        assertThat(egress.permits(at("fd12:34ff::1"))).isTrue();
        assertThat(egress.permits(at("fd12:3500::1"))).isFalse();
    }

    @Test
    void dev_allows_loopback_and_no_more() {
        Egress egress = new Egress(EgressConfig.withLoopback());

        assertThat(egress.permits(at("127.0.0.1"))).isTrue();
        assertThat(egress.permits(at("::1"))).isTrue();
        assertThat(egress.permits(at("10.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"169.254.169.254", "169.254.0.0/16", "fe80::/10", "fd00:ec2::254", "224.0.0.0/8", "0.0.0.0/8"})
    void a_range_that_is_never_called_cannot_be_allowed(String range) {
        assertThatThrownBy(() -> new Egress(new EgressConfig(List.of(range))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "example.com", "::/129", "", "10/8", "10.0.0.0/-1"})
    void a_malformed_range_is_refused(String text) {
        assertThatThrownBy(() -> new Egress(new EgressConfig(List.of(text))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static InetAddress at(String address) {
        return InetAddress.ofLiteral(address);
    }
}
