// What workloads record, and the workloads: goroutines that sleep, and a goroutine at either end of each connection.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

var started = time.Now()

// now is in nanoseconds since the start, by the monotonic clock.
func now() float64 { return float64(time.Since(started)) }

// A kit is what a workload records with. Opening one sets its work, a round that answers the number of its operations, and its end.
type kit struct {
	work                       func() (int, error)
	close                      func()
	prepared, round, published object
	nonce                      []byte
	codes                      map[string]uint16
	names                      map[uint16]string
	mutex                      sync.Mutex // goroutines record together, and times never decrease
	level                      string
	times, samples             []float64
	keys, ids, digests         []uint32
	kinds                      []uint16
}

func newKit(m object) *kit {
	k := &kit{close: func() {}, prepared: m, published: object{}, codes: map[string]uint16{}, names: map[uint16]string{}}
	k.nonce, _ = hex.DecodeString(m.text("nonce"))
	for _, entry := range m.list("alphabet") {
		letter := object(entry.(map[string]any))
		code := uint16(letter.number("code"))
		k.codes[letter.text("name")], k.names[code] = code, letter.text("name")
	}
	return k
}

func (k *kit) number(name string) int { return k.prepared.of("params").number(name) }

func (k *kit) begin(m object) {
	capacity, rows := k.prepared.of("capacity"), k.prepared.of("capacity").number("events")
	k.round, k.level, k.samples = m, m.text("record"), make([]float64, 0, capacity.number("samples"))
	k.times, k.keys, k.ids = make([]float64, 0, rows), make([]uint32, 0, rows), make([]uint32, 0, rows)
	k.digests, k.kinds = make([]uint32, 0, rows), make([]uint16, 0, rows)
}

// emit records an event, and the samples that it gives.
func (k *kit) emit(kind string, key, id int, digest uint32, samples ...float64) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.samples = append(k.samples, samples...)
	if k.level != "none" {
		k.times, k.kinds = append(k.times, now()), append(k.kinds, k.codes[kind])
		k.keys, k.ids, k.digests = append(k.keys, uint32(key)), append(k.ids, uint32(id)), append(k.digests, digest)
	}
}

// form is what was recorded by kind, and the canonical form of each key. The scenarios of this runner have no events whose order is free.
func (k *kit) form() (map[string]int, []object) {
	counts, sums, crcs, forms := map[string]int{}, map[uint32]int{}, map[uint32]uint32{}, []object{}
	for i, key := range k.keys {
		row, _ := binary.Append(nil, binary.LittleEndian, []uint32{uint32(k.kinds[i]), k.ids[i], k.digests[i]})
		sums[key], crcs[key] = sums[key]+1, crc32.Update(crcs[key], crc32.IEEETable, row)
		counts[k.names[k.kinds[i]]]++
	}
	for key, sum := range sums {
		forms = append(forms, object{"key": key, "sequence": object{"count": sum, "crc": crcs[key]}})
	}
	return counts, forms
}

// segments appends what was recorded to the sidecar files.
func (k *kit) segments() (samples, events object, err error) {
	sidecar, capacity := k.prepared.of("sidecar"), k.prepared.of("capacity")
	if len(k.keys) > capacity.number("events") || len(k.samples) > capacity.number("samples") {
		return nil, nil, errors.New("more was recorded than the capacity of prepare")
	}
	if len(k.samples) > 0 && k.round["record"] != "none" {
		samples, err = appendSegment(sidecar.text("samples"), 1, len(k.samples), k.samples)
	}
	if k.round["record"] == "full" && err == nil {
		events, err = appendSegment(sidecar.text("events"), 2, len(k.keys), k.times, k.keys, k.ids, k.digests, k.kinds)
	}
	return samples, events, err
}

func appendSegment(path string, layout uint16, rows int, columns ...any) (object, error) {
	var payload []byte
	for _, column := range columns {
		payload, _ = binary.Append(payload, binary.LittleEndian, column)
		payload = append(payload, make([]byte, -len(payload)&7)...)
	}
	segment, count := []byte("EVSG"), uint64(rows)
	header := []uint16{1, 0x1234, layout, uint16(len(columns)), 0, 0}
	for _, part := range []any{header, count, uint64(len(payload)), payload, count, crc32.ChecksumIEEE(payload), []byte("GSVE")} {
		segment, _ = binary.Append(segment, binary.LittleEndian, part)
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	offset, sought := file.Seek(0, io.SeekEnd)
	_, written := file.Write(segment)
	return object{"offset": offset, "count": rows}, errors.Join(err, sought, written, file.Close())
}

// measure answers a function that says what was used since.
func measure() func() object {
	var a, b syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &a)
	return func() object {
		syscall.Getrusage(syscall.RUSAGE_SELF, &b)
		return object{
			"userCpuNs": b.Utime.Nano() - a.Utime.Nano(), "systemCpuNs": b.Stime.Nano() - a.Stime.Nano(),
			"voluntarySwitches": b.Nvcsw - a.Nvcsw, "involuntarySwitches": b.Nivcsw - a.Nivcsw,
			"peakResidentBytes": b.Maxrss * 1024, "runNs": nil, "waitNs": nil, "gcPauseNs": nil,
		}
	}
}

func openSleepLoop(k *kit) error {
	period, ticks := time.Duration(k.number("periodMs"))*time.Millisecond, k.number("ticks")
	k.work = func() (int, error) {
		for tick, armed := 0, now(); tick < ticks; tick++ {
			if k.round["purpose"] == "traced" {
				k.emit("arm", 0, tick, uint32(period.Microseconds()))
			}
			time.Sleep(period)
			woken := now()
			k.emit("fire", 0, tick, uint32(period.Microseconds()), woken-armed-float64(period))
			armed = woken
		}
		return ticks, nil
	}
	return nil
}

func openEcho(k *kit) error {
	server, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil || k.number("bytes") < 16 {
		return errors.Join(err, errors.New("the server needs a port, and a message 16 bytes for its header"))
	}
	address := server.Addr().(*net.TCPAddr)
	k.published["server"] = object{"kind": "tcp", "host": "127.0.0.1", "port": address.Port}
	go func() {
		for connection, err := server.Accept(); err == nil; connection, err = server.Accept() {
			go func() { io.Copy(connection, connection); connection.Close() }()
		}
	}()
	k.work, k.close = func() (int, error) { return echoes(k, address) }, func() { server.Close() }
	return nil
}

// echoes is a round: all connections are open before the first message is sent.
func echoes(k *kit, address *net.TCPAddr) (operations int, err error) {
	if peer := k.round.of("endpoints").of("peer"); peer != nil {
		address = &net.TCPAddr{IP: net.ParseIP(peer.text("host")), Port: peer.number("port")}
	}
	clients, ends := make([]*net.TCPConn, k.number("connections")), make(chan error)
	for key := range clients {
		if clients[key], err = net.DialTCP("tcp", nil, address); err != nil {
			return 0, err
		}
		k.emit("open", key, 0, 0)
	}
	for key, client := range clients {
		go func() { ends <- converse(k, key, client) }()
	}
	for range clients {
		err = errors.Join(err, <-ends)
	}
	return len(clients) * k.number("messages"), err
}

// converse sends from one goroutine and receives in another, with as many messages under way as the pipeline holds.
func converse(k *kit, key int, client *net.TCPConn) error {
	defer client.Close()
	messages, size := k.number("messages"), k.number("bytes")
	sent, answer := make([]float64, messages), make([]byte, size)
	room, written := make(chan bool, k.number("pipeline")), make(chan error, 1)
	go func() {
		message := bytes.Repeat(k.nonce, size/8+1)[:size]
		binary.LittleEndian.PutUint32(message[8:], uint32(key))
		for id := range messages {
			room <- true
			binary.LittleEndian.PutUint32(message[12:], uint32(id))
			sent[id] = now()
			client.Write(message)
		}
		written <- client.CloseWrite()
	}()
	for id := range messages {
		if _, err := io.ReadFull(client, answer); err != nil {
			return err
		}
		latency := now() - sent[id]
		k.emit("reply", key, id, crc32.ChecksumIEEE(answer), latency)
		<-room
	}
	rest, err := io.ReadAll(client)
	k.emit("end", key, 0, 0)
	k.emit("close", key, 0, uint32(messages*size+len(rest)))
	return errors.Join(err, <-written)
}
